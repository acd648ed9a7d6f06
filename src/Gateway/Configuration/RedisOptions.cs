namespace Sidecar.Gateway.Configuration;

/// <summary>Where the cluster's state is kept. Without <see cref="Endpoints"/>: in memory, for this gateway alone.</summary>
internal sealed class RedisOptions
{
    public const string Section = "Redis";

    /// <summary>host:port or host (port 6379), at most 16. Default none.</summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>User to log in as; needs a password. Default: Redis' own default user.</summary>
    public string? User { get; set; }

    /// <summary>Password. At most one of this and <see cref="PasswordPath"/>.</summary>
    public string? Password { get; set; }

    /// <summary>File with the password, read once at start; a line break at its end does not count.</summary>
    public string? PasswordPath { get; set; }

    /// <summary>Whether connections use TLS. Default false.</summary>
    public bool Tls { get; set; }

    /// <summary>
    /// PEM file with the authorities that may sign Redis' certificate, in place of the machine's. Default none.
    /// </summary>
    public string? TlsCaPath { get; set; }

    /// <summary>SHA-256 of the public keys, one of which Redis' certificate must have. Default none: any.</summary>
    public IList<string> TlsPins { get; } = [];

    /// <summary>Name of the Redis that Sentinels watch; <see cref="Endpoints"/> are then the Sentinels. Default none.</summary>
    public string? SentinelService { get; set; }
}
