using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>
/// Where the silo of this process listens. Nobody logs in there: whoever reaches these ports can call every grain.
/// </summary>
internal sealed class SiloOptions
{
    public const string Section = "Silo";

    /// <summary>IP address at which others reach this silo, and which it binds. Default: what the engine port binds.</summary>
    public string? Address { get; set; }

    /// <summary>
    /// Port for other silos; 0 picks a free one. Default: a free one on a loopback address, else 11111. With a port of its
    /// own, a silo that comes back after a crash takes its old place at once.
    /// </summary>
    [Range(0, 65535)]
    public int? Port { get; set; }

    /// <summary>Port for gateways that are clients; 0 picks a free one. Default: as for others, else 30000.</summary>
    [Range(0, 65535)]
    public int? GatewayPort { get; set; }
}
