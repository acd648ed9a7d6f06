using System.Buffers;
using System.Globalization;

namespace Sidecar.Gateway.Engine;

/// <summary>Compares a block's extraData with the EIP-1559 attributes that OP's forks put into it.</summary>
/// <remarks>
/// Holocene: version byte 0, denominator and elasticity, 4 bytes each. Jovian: version byte 1, the same, and the minimum
/// base fee in 8 bytes. No execution client can find such a block invalid by itself, and derivation would drop it.
/// Any other form is the execution client's to judge.
/// </remarks>
internal static class ExtraDataCheck
{
    private const int HoloceneChars = 2 + (2 * 9);
    private const int JovianChars = 2 + (2 * 17);

    /// <summary>Whether the raw extraData says something else than the attributes.</summary>
    public static bool Differs(in ReadOnlySequence<byte> rawExtraData, PayloadAttributes attributes)
    {
        // Written with escapes it may be of any length; nobody who means well does that.
        if (rawExtraData.PositionOf((byte)'\\') is not null)
        {
            return true;
        }

        // Quotes on both sides.
        if (rawExtraData.Length is not (HoloceneChars + 2 or JovianChars + 2))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[(int)rawExtraData.Length];
        rawExtraData.CopyTo(text);
        text = text[1..^1];
        return Differs(attributes.Eip1559Params, text.Slice(4, 16), zeroMeansAny: true)
            || (text.Length == JovianChars && Differs(attributes.MinBaseFee, text.Slice(20, 16), zeroMeansAny: false));
    }

    private static bool Differs(ulong? asked, ReadOnlySpan<byte> hex, bool zeroMeansAny) =>
        asked is { } value && !(zeroMeansAny && value == 0)
        && (!ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var given) || given != value);
}
