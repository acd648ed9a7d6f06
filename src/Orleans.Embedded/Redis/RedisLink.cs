using Orleans.Persistence.Redis;
using StackExchange.Redis;

namespace Orleans.Persistence;

/// <summary>A connection on which no command waits longer than allowed, whatever Redis and the client do.</summary>
/// <remarks>
/// The client gives asynchronous commands no time limit of its own. Redis answers in order, so while a command is
/// overdue all later ones are too: they fail at once until it is answered or its connection is given up.
/// </remarks>
internal sealed class RedisLink(RedisStorageOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int ReconnectMs = 500;
    private const int KeepAliveSeconds = 5;

    private readonly Lock _gate = new();
    private Task<IDatabase>? _database;
    private IConnectionMultiplexer? _owned;
    private long _mayConnectAt = long.MinValue;
    private int _pending;
    private int _overdue;

    /// <summary>The default way to connect; never fails because Redis is away.</summary>
    public static async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ConnectAsync(RedisStorageOptions options)
    {
        var configuration = options.ConfigurationOptions?.Clone()
            ?? throw new InvalidOperationException("Redis storage needs ConfigurationOptions.");
        configuration.AbortOnConnectFail = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectMs);
        if (configuration.KeepAlive < 0)
        {
            configuration.KeepAlive = KeepAliveSeconds;
        }

        return (await ConnectionMultiplexer.ConnectAsync(configuration), false);
    }

    /// <summary>Runs a command within the command timeout.</summary>
    /// <exception cref="RedisStorageException">Not connected, overdue, or too many commands.</exception>
    public async Task<T> RunAsync<T>(
        RedisKey key, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var database = await WithinAsync(Connect(), options.CommandTimeout, cancellationToken);
        RefuseHopeless(database, key);
        var running = command(database);
        Interlocked.Increment(ref _pending);
        var left = options.CommandTimeout - time.GetElapsedTime(startedAt);
        try
        {
            return await WithinAsync(running, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }
        finally
        {
            Settle(running);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _owned, null) is { } owned)
        {
            await owned.CloseAsync(allowCommandsToComplete: false);
            (owned as IDisposable)?.Dispose();
        }
    }

    private static async Task<T> WithinAsync<T>(
        Task<T> task, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new RedisStorageException($"Redis did not answer in {limit.TotalMilliseconds:F0} ms.");
        }
    }

    private Task<T> WithinAsync<T>(Task<T> task, TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(task, limit, time, cancellationToken);

    private void RefuseHopeless(IDatabase database, RedisKey key)
    {
        if (!database.IsConnected(key))
        {
            throw new RedisStorageException("Redis is not connected.");
        }

        if (Volatile.Read(ref _overdue) > 0)
        {
            throw new RedisStorageException("Redis is connected and does not answer.");
        }

        if (Volatile.Read(ref _pending) >= options.MaxPendingCommands)
        {
            throw new RedisStorageException($"{options.MaxPendingCommands} commands wait for Redis, the limit.");
        }
    }

    /// <summary>Counts a command as overdue from when its caller left until it ends.</summary>
    private void Settle(Task running)
    {
        if (running.IsCompleted)
        {
            _ = running.Exception;
            Interlocked.Decrement(ref _pending);
            return;
        }

        Interlocked.Increment(ref _overdue);
        running.ContinueWith(
            late =>
            {
                // Read, so that nobody reports it as unobserved.
                _ = late.Exception;
                Interlocked.Decrement(ref _overdue);
                Interlocked.Decrement(ref _pending);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private Task<IDatabase> Connect()
    {
        lock (_gate)
        {
            if (_database is null || (_database.IsFaulted && time.GetTimestamp() >= _mayConnectAt))
            {
                _database = ConnectOnceAsync();
            }

            return _database;
        }
    }

    private async Task<IDatabase> ConnectOnceAsync()
    {
        // Off the caller's thread: the client looks up names and opens sockets before its first await.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var (multiplexer, isShared) = await options.CreateMultiplexer(options);
            _owned = isShared ? null : multiplexer;
            return multiplexer.GetDatabase();
        }
        catch (Exception exception)
        {
            var delay = (long)(options.ConnectRetryDelay.TotalSeconds * time.TimestampFrequency);
            _mayConnectAt = time.GetTimestamp() + delay;
            throw new RedisStorageException($"No connection to Redis: {exception.Message}", exception);
        }
    }
}
