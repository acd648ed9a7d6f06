using System.Globalization;

namespace Sidecar.Gateway.Configuration;

/// <summary>One address of Redis or of a Sentinel.</summary>
internal readonly record struct RedisEndpoint(string Host, int Port)
{
    public const int DefaultPort = 6379;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, an IPv6 address or <c>[address]:port</c>.</summary>
    public static bool TryParse(string text, out RedisEndpoint endpoint)
    {
        var (host, port) = Split(text);
        var number = DefaultPort;
        var isRead = Uri.CheckHostName(host) != UriHostNameType.Unknown
            && (port is null || int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            && number is > 0 and <= ushort.MaxValue;
        endpoint = isRead ? new(host.Trim('[', ']'), number) : default;
        return isRead;
    }

    private static (string Host, string? Port) Split(string text)
    {
        var end = text.LastIndexOf(':');
        var isBareAddress = end < 0 || text.EndsWith(']') || (text.IndexOf(':') != end && text[end - 1] != ']');
        return isBareAddress ? (text, null) : (text[..end], text[(end + 1)..]);
    }
}
