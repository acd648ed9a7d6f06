using System.Text.Json;

namespace Sidecar.Gateway.Authentication;

/// <summary>The first part of a token. Throws <see cref="JsonException"/> for anything but JSON.</summary>
internal static class JwtHeader
{
    public static JwtVerdict Verify(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return JwtVerdict.Malformed;
        }

        var algorithms = 0;
        var isHs256 = false;
        var isCritical = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("alg"u8))
            {
                reader.Read();
                algorithms++;
                isHs256 = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("HS256"u8);
            }
            else
            {
                isCritical |= reader.ValueTextEquals("crit"u8);
                reader.Read();
            }

            reader.Skip();
        }

        reader.Read(); // Throws for anything but white space after the object.
        if (algorithms != 1)
        {
            return algorithms == 0 ? JwtVerdict.UnsupportedAlgorithm : JwtVerdict.Malformed;
        }

        if (!isHs256)
        {
            return JwtVerdict.UnsupportedAlgorithm;
        }

        return isCritical ? JwtVerdict.CriticalHeader : JwtVerdict.Accepted;
    }
}
