using Orleans.Storage;
using StackExchange.Redis;

namespace Orleans.Persistence;

/// <summary>Options of a store in Redis.</summary>
public sealed class RedisStorageOptions
{
    /// <summary>Where Redis is and how to log in; required unless <see cref="CreateMultiplexer"/> is set.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>
    /// Connects, and says whether the connection belongs to somebody else, who then closes it. The default connects for
    /// this store alone, goes on trying in the background and tries again within half a second after a loss.
    /// </summary>
    /// <remarks>Called again, at most once a <see cref="ConnectRetryDelay"/>, when it failed.</remarks>
    public Func<RedisStorageOptions, Task<(IConnectionMultiplexer Multiplexer, bool IsShared)>> CreateMultiplexer
    {
        get;
        set;
    } = RedisLink.ConnectAsync;

    /// <summary>
    /// A state not written for so long is gone, in whole seconds, rounded up. Default: never. Each store has its own:
    /// states that live differently long are kept in differently named stores.
    /// </summary>
    public TimeSpan? EntryExpiry { get; set; }

    /// <summary>Whether clearing removes the key instead of leaving an empty record. Default no, as Orleans.</summary>
    public bool DeleteStateOnClear { get; set; }

    /// <summary>Replaces the host's serializer for this store.</summary>
    public IGrainStorageSerializer? GrainStorageSerializer { get; set; }

    /// <summary>
    /// Longest wait for one command, and for connecting. Default 1 second: it only has to end; calls that hurry bring a
    /// token of their own.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after a failed attempt to connect; calls in it fail at once. Default 500 ms.</summary>
    public TimeSpan ConnectRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Commands that may be on their way at once; one more fails at once. Default 1,000.</summary>
    public int MaxPendingCommands { get; set; } = 1_000;
}
