using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>The external builder. Without a <see cref="Url"/> the gateway is a transparent proxy to local.</summary>
internal sealed class BuilderOptions
{
    public const string Section = "Builder";

    /// <summary>Engine API address. No default: no builder.</summary>
    public Uri? Url { get; set; }

    /// <summary>JWT secret, 64 hex digits. One of this and <see cref="JwtSecretPath"/> is needed.</summary>
    public string? JwtSecret { get; set; }

    /// <summary>File with the JWT secret.</summary>
    public string? JwtSecretPath { get; set; }

    /// <summary>
    /// PEM file with the authorities that may sign the builder's certificate, in place of the machine's. Default none.
    /// </summary>
    public string? TlsCaPath { get; set; }

    /// <summary>SHA-256 of the public keys, one of which the builder's certificate must have. Default none: any.</summary>
    public IList<string> TlsPins { get; } = [];

    /// <summary>
    /// The builder's whole share of one getPayload: its acknowledgement, its answer and the validation by local.
    /// Default 800 ms, inside the specification's 1 s for getPayload.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Leave an unhealthy builder alone: no attributes are sent to it. Default false.</summary>
    public bool IgnoreUnhealthy { get; set; }
}
