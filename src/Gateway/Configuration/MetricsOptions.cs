using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>The metrics port: Prometheus text at /metrics.</summary>
internal sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>Whether the port is open. Default false, as rollup-boost.</summary>
    public bool Enabled { get; set; }

    /// <summary>Address to bind. Default 127.0.0.1.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to bind; 0 picks a free one. Default 9090.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 9090;
}
