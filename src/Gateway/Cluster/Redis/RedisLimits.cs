namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>How long a connection waits. Not options: callers that hurry bring a token of their own.</summary>
internal sealed record RedisLimits
{
    /// <summary>Longest wait for one answer. Default 1 s: twenty times what a busy Redis takes for 64 KiB.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A connection that owes an answer for so long, or does not come up, is replaced. Default 5 s: the client itself may
    /// hold on to one that a firewall has forgotten for a quarter of an hour.
    /// </summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause after an attempt to connect that failed for good. Default 500 ms.</summary>
    public TimeSpan ConnectPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Commands on their way at once; one more fails at once. Default 256.</summary>
    public int PendingMax { get; init; } = 256;
}
