using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>The sequencer's own execution client.</summary>
internal sealed class LocalOptions
{
    public const string Section = "Local";

    /// <summary>Engine API address. Default http://127.0.0.1:8551.</summary>
    [Required]
    public Uri Url { get; set; } = new("http://127.0.0.1:8551");

    /// <summary>JWT secret, 64 hex digits. One of this and <see cref="JwtSecretPath"/> is needed.</summary>
    public string? JwtSecret { get; set; }

    /// <summary>File with the JWT secret.</summary>
    public string? JwtSecretPath { get; set; }

    /// <summary>
    /// PEM file with the authorities that may sign local's certificate, in place of the machine's. Default none.
    /// </summary>
    public string? TlsCaPath { get; set; }

    /// <summary>SHA-256 of the public keys, one of which local's certificate must have. Default none: any.</summary>
    public IList<string> TlsPins { get; } = [];

    /// <summary>
    /// Longest wait for an Engine API call. Default 9 s: above the specification's 8 s, below op-node's 10 s, so that
    /// the caller gets a clear answer instead of its own timeout.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(9);

    /// <summary>Longest silence of local before or in any other answer. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan PassThroughTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Most connections for calls that are not part of making a block. Default 256.</summary>
    [Range(1, 10_000)]
    public int PassThroughConnectionsMax { get; set; } = 256;
}
