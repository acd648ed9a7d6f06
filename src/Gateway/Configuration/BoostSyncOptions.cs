using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>What is relayed to the builder off the reply path, and its limits.</summary>
internal sealed class BoostSyncOptions
{
    public const string Section = "BoostSync";

    /// <summary>Longest wait for one relayed call. Default 2 s; a builder may take 400 ms for a newPayload.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most calls waiting in the builder's lane. Default 1024; the oldest is dropped.</summary>
    [Range(4, 100_000)]
    public int QueueLengthMax { get; set; } = 1024;

    /// <summary>Most bytes waiting in the builder's lane. Default 256 MiB; the oldest is dropped, never the newest.</summary>
    [Range(1024, 16L * 1024 * 1024 * 1024)]
    public long QueueBytesMax { get; set; } = 256L * 1024 * 1024;

    /// <summary>Oldest call that is still worth sending. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan AgeMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Shortest time between two updates that name the same head. Default 100 ms: op-node may send one for each safe
    /// block, hundreds in a row, and the builder only needs the last. A new head is always sent at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan SameHeadInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How often a syncing builder is tried when nobody here remembers the blocks it lacks. Default 10 s: it has a node
    /// of its own that brings it up, and each try may start a sync over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SyncRetryInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Blocks kept to bring a builder that was away up to the head. Default 256.</summary>
    [Range(0, 100_000)]
    public int ReplayBlocksMax { get; set; } = 256;

    /// <summary>Bytes of blocks kept for that. Default 128 MiB.</summary>
    [Range(0, 16L * 1024 * 1024 * 1024)]
    public long ReplayBytesMax { get; set; } = 128L * 1024 * 1024;

    /// <summary>Most mirrored calls (transactions, miner settings) waiting. Default 8192; a new one is dropped.</summary>
    [Range(1, 1_000_000)]
    public int MirrorLengthMax { get; set; } = 8192;

    /// <summary>Most bytes of mirrored calls waiting. Default 64 MiB.</summary>
    [Range(1024, 16L * 1024 * 1024 * 1024)]
    public long MirrorBytesMax { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long a mirrored call is tried again while the builder is away. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MirrorAgeMax { get; set; } = TimeSpan.FromSeconds(30);
}
