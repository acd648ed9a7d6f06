using System.ComponentModel.DataAnnotations;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Configuration;

/// <summary>The engine port: where op-node and op-conductor talk to us.</summary>
internal sealed class EngineOptions
{
    public const string Section = "Engine";

    /// <summary>Address to bind. Default 127.0.0.1.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to bind; 0 picks a free one. Default 8081, as rollup-boost.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8081;

    /// <summary>Execution mode at start. Default enabled.</summary>
    public ExecutionMode ExecutionMode { get; set; } = ExecutionMode.Enabled;

    /// <summary>
    /// Whether callers must present a JWT. Default true; false makes the gateway accept everything, as rollup-boost does.
    /// </summary>
    public bool RequireJwt { get; set; } = true;

    /// <summary>Secret of the callers' tokens, 64 hex digits. Default: the local client's secret.</summary>
    public string? JwtSecret { get; set; }

    /// <summary>File with the secret of the callers' tokens.</summary>
    public string? JwtSecretPath { get; set; }

    /// <summary>
    /// Methods that work without a token. The default is what op-conductor and op-batcher send without one.
    /// </summary>
    public IList<string> MethodsWithoutToken { get; } = [];

    /// <summary>Longest request or answer body, in bytes. Default 128 MiB, the limit of geth and reth.</summary>
    [Range(1024, 1024L * 1024 * 1024)]
    public long BodyBytesMax { get; set; } = 128L * 1024 * 1024;

    /// <summary>Longest request body without a token, in bytes. Default 64 KiB: those methods are tiny.</summary>
    [Range(256, 1024L * 1024 * 1024)]
    public long BodyBytesWithoutTokenMax { get; set; } = 64 * 1024;

    /// <summary>Most members in a batch. Default 2000, as geth's engine port.</summary>
    [Range(1, 100_000)]
    public int BatchMembersMax { get; set; } = 2000;

    /// <summary>Deepest nesting of a request. Default 64.</summary>
    [Range(8, 1000)]
    public int DepthMax { get; set; } = 64;

    /// <summary>
    /// How long after its beginning a stop waits for the block that is being made here: its getPayload, and then that it
    /// becomes the head. Default 3 s, above the usual block times of 1 and 2 s. 0 does not wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ShutdownDrain { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a stop waits for calls in flight. Default 15 s, above the longest Engine API call.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a gateway that starts may rehearse blocks before it is ready. Default 1 s; 0 does not rehearse.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan WarmUpTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
