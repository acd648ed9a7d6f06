using System.Text.Json;

namespace Sidecar.Gateway.Authentication;

/// <summary>The second part of a token: only its times count.</summary>
/// <remarks>
/// Throws <see cref="JsonException"/> for anything but JSON. Times are doubles, as RFC 7519 §2 allows: a fraction, an
/// exponent and a number beyond 64 bits compare like any other, and around today a double is exact to a microsecond.
/// </remarks>
internal static class JwtClaims
{
    /// <summary>authentication.md, "JWT claims": <c>iat</c> within 60 s of the receiver's clock, either side.</summary>
    private const int SkewSecondsMax = 60;

    /// <param name="json">The claims.</param>
    /// <param name="nowSeconds">Now, in seconds since 1970.</param>
    /// <param name="skewSeconds">How far the sender's clock is ahead of ours, for what it matters: 0 without an iat.</param>
    public static JwtVerdict Verify(ReadOnlySpan<byte> json, long nowSeconds, out double skewSeconds)
    {
        skewSeconds = 0;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return JwtVerdict.Malformed;
        }

        double? issuedAt = null, expires = null, notBefore = null;
        var isFine = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("iat"u8))
            {
                isFine &= TryReadTime(ref reader, ref issuedAt);
            }
            else if (reader.ValueTextEquals("exp"u8))
            {
                isFine &= TryReadTime(ref reader, ref expires);
            }
            else if (reader.ValueTextEquals("nbf"u8))
            {
                isFine &= TryReadTime(ref reader, ref notBefore);
            }
            else
            {
                reader.Skip();
            }
        }

        reader.Read(); // Throws for anything but white space after the object.
        skewSeconds = issuedAt - nowSeconds ?? 0;
        return isFine ? Judge(nowSeconds, issuedAt, expires, notBefore) : JwtVerdict.BadClaim;
    }

    private static JwtVerdict Judge(long nowSeconds, double? issuedAt, double? expires, double? notBefore)
    {
        if (issuedAt is not { } issued)
        {
            return JwtVerdict.MissingIssuedAt;
        }

        if (nowSeconds >= expires)
        {
            return JwtVerdict.Expired;
        }

        if (nowSeconds < notBefore)
        {
            return JwtVerdict.NotYetValid;
        }

        return (nowSeconds - issued) switch
        {
            > SkewSecondsMax => JwtVerdict.StaleToken,
            < -SkewSecondsMax => JwtVerdict.FutureToken,
            _ => JwtVerdict.Accepted,
        };
    }

    // null counts as absent, as in go-ethereum. A second value is refused: parsers disagree which one holds.
    private static bool TryReadTime(ref Utf8JsonReader reader, ref double? value)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return false;
        }

        // Beyond its range a double is an infinity, which is stale, in the future or never: all true.
        if (value is not null || !reader.TryGetDouble(out var seconds) || double.IsNaN(seconds))
        {
            return false;
        }

        value = seconds;
        return true;
    }
}
