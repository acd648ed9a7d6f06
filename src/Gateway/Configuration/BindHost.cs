using System.Net;

namespace Sidecar.Gateway.Configuration;

/// <summary>Where a port listens, as options name it: an IP address or localhost.</summary>
internal static class BindHost
{
    public const string Localhost = "localhost";

    /// <summary>Whether a text names one. IPAddress also reads "1" and "127.1" as IPv4; a host like that is a slip.</summary>
    public static bool TryParse(string host, out IPAddress address)
    {
        if (host == Localhost)
        {
            address = IPAddress.Loopback;
            return true;
        }

        return IPAddress.TryParse(host, out address!)
            && (host.Contains(':', StringComparison.Ordinal) || address.ToString() == host);
    }

    /// <summary>The address of a host that was checked.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static IPAddress Parse(string host) =>
        TryParse(host, out var address) ? address : throw new FormatException($"\"{host}\" is not an IP address.");

    /// <summary>Whether only this machine can reach it.</summary>
    public static bool IsLoopback(string host) => TryParse(host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>Whether it stands for all addresses of this machine.</summary>
    public static bool IsAny(string host) =>
        TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
