using System.Buffers;
using System.Globalization;

namespace Sidecar.Gateway.Configuration;

/// <summary>Names that become part of Redis keys, and the numbers of chains.</summary>
internal static class NameText
{
    public const int LengthMax = 100;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static bool IsName(string text) =>
        text.Length is > 0 and <= LengthMax && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The name of this gateway unless it is given one: distinct on one host, and the same after a restart.</summary>
    public static string OfGateway(string host, int port)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{(port == 0 ? Environment.ProcessId : port)}");
        var letters = host.Select(letter => Allowed.Contains(letter) ? letter : '-').Take(LengthMax - suffix.Length);
        return string.Concat(letters) + suffix;
    }

    /// <summary>Reads a chain id as people write it (<c>10</c>) or as eth_chainId answers it (<c>0xa</c>).</summary>
    public static bool TryParseChainId(string text, out ulong chainId)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(
            isHex ? text.AsSpan(2) : text,
            isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out chainId) && chainId > 0;
    }
}
