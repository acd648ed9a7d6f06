using Orleans.Persistence.Redis;
using StackExchange.Redis;

namespace Orleans.Persistence;

/// <summary>A connection on which no command waits longer than allowed, whatever Redis and the client do.</summary>
/// <remarks>
/// The client gives asynchronous commands no time limit of its own. Redis answers in order, so while the oldest command
/// is overdue no later one can be answered: they fail at once until it is, or until its connection is given up.
/// </remarks>
internal sealed class RedisLink(RedisStorageOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int ReconnectMs = 500;
    private const int KeepAliveSeconds = 5;

    private readonly Lock _gate = new();
    private readonly Queue<(long SentAt, Task Command)> _pending = new();
    private Task<IDatabase>? _database;
    private IConnectionMultiplexer? _owned;
    private long _mayConnectAt = long.MinValue;
    private bool _isDisposed;

    /// <summary>The default way to connect; never fails because Redis is away.</summary>
    public static async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ConnectAsync(
        RedisStorageOptions options)
    {
        var configuration = options.ConfigurationOptions?.Clone()
            ?? throw new InvalidOperationException("Redis storage needs ConfigurationOptions.");
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = Math.Min(
            configuration.ConnectTimeout, (int)options.CommandTimeout.TotalMilliseconds);
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
        var running = Send(database, key, command);
        var left = options.CommandTimeout - time.GetElapsedTime(startedAt);
        try
        {
            return await WithinAsync(running, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }
        finally
        {
            // Nobody else waits for a command that its caller has left: its failure counts as seen.
            _ = running.ContinueWith(
                static late => late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        IConnectionMultiplexer? owned;
        lock (_gate)
        {
            _isDisposed = true;
            owned = _owned;
            _owned = null;
        }

        await CloseAsync(owned);
    }

    private static async Task CloseAsync(IConnectionMultiplexer? owned)
    {
        if (owned is not null)
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

    private Task<T> Send<T>(IDatabase database, RedisKey key, Func<IDatabase, Task<T>> command)
    {
        if (!database.IsConnected(key))
        {
            throw new RedisStorageException("Redis is not connected.");
        }

        lock (_gate)
        {
            while (_pending.TryPeek(out var oldest) && oldest.Command.IsCompleted)
            {
                _pending.Dequeue();
            }

            if (_pending.TryPeek(out var waiting) && time.GetElapsedTime(waiting.SentAt) >= options.CommandTimeout)
            {
                throw new RedisStorageException("Redis is connected and does not answer.");
            }

            if (_pending.Count >= options.MaxPendingCommands)
            {
                throw new RedisStorageException($"{_pending.Count} commands wait for Redis, the limit.");
            }

            var running = command(database);
            _pending.Enqueue((time.GetTimestamp(), running));
            return running;
        }
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
            if (!isShared && !TryOwn(multiplexer))
            {
                await CloseAsync(multiplexer);
            }

            return multiplexer.GetDatabase();
        }
        catch (Exception exception)
        {
            var delay = (long)(options.ConnectRetryDelay.TotalSeconds * time.TimestampFrequency);
            _mayConnectAt = time.GetTimestamp() + delay;
            throw new RedisStorageException($"No connection to Redis: {exception.Message}", exception);
        }
    }

    private bool TryOwn(IConnectionMultiplexer multiplexer)
    {
        lock (_gate)
        {
            _owned = _isDisposed ? null : multiplexer;
            return !_isDisposed;
        }
    }
}
