using System.Globalization;
using System.Text.Json.Serialization;

namespace Sidecar.Contracts;

/// <summary>Tells builds apart by what was asked for: parent and attributes. Some clients reuse payload ids.</summary>
[GenerateSerializer, Immutable, Alias("sidecar.BuildDigest")]
[JsonConverter(typeof(BuildDigestJsonConverter))]
public readonly record struct BuildDigest([property: Id(0)] ulong High, [property: Id(1)] ulong Low)
{
    /// <summary>Reads what <see cref="ToString"/> writes; false unless the text is exactly 32 hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out BuildDigest digest)
    {
        digest = default;
        if (utf8.Length != 32 || !TryParseWord(utf8[..16], out var high) || !TryParseWord(utf8[16..], out var low))
        {
            return false;
        }

        digest = new(high, low);
        return true;
    }

    /// <summary>32 hex digits in lower case.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";

    private static bool TryParseWord(ReadOnlySpan<byte> utf8, out ulong word) =>
        ulong.TryParse(utf8, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out word);
}

internal sealed class BuildDigestJsonConverter() : HexJsonConverter<BuildDigest>(BuildDigest.TryParse);
