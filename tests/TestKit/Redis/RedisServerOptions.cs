namespace Sidecar.TestKit;

/// <summary>How a <see cref="RedisServer"/> is started.</summary>
public sealed record RedisServerOptions
{
    /// <summary>Whether what was written survives SIGKILL (append-only file, synced always). Default true.</summary>
    public bool KeepsData { get; init; } = true;

    /// <summary>Password of the default user. Default none.</summary>
    public string? Password { get; init; }

    /// <summary>Whether it speaks TLS only, with a certificate of its own making. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>Further arguments of redis-server, such as <c>--maxmemory</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
