using System.Globalization;
using System.Text.Json.Serialization;

namespace Sidecar.Contracts;

/// <summary>The name an execution client gives to a build process: 8 bytes, opaque, different in every client.</summary>
/// <remarks>On the wire <c>0x</c> and 16 hex digits (execution-apis paris.md, PayloadAttributes).</remarks>
[GenerateSerializer, Immutable, Alias("sidecar.PayloadId")]
[JsonConverter(typeof(PayloadIdJsonConverter))]
public readonly record struct PayloadId([property: Id(0)] ulong Value)
{
    /// <summary>Reads the wire form; false unless the text is exactly <c>0x</c> and 16 hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out PayloadId id)
    {
        id = default;
        if (utf8.Length != 18 || !utf8.StartsWith("0x"u8)
            || !ulong.TryParse(utf8[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        id = new(value);
        return true;
    }

    /// <summary>The wire form in lower case.</summary>
    public override string ToString() => $"0x{Value:x16}";
}

internal sealed class PayloadIdJsonConverter() : HexJsonConverter<PayloadId>(PayloadId.TryParse);
