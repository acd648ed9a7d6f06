using System.Globalization;
using StackExchange.Redis;

namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>One connection to Redis on which no command waits longer than allowed, whatever Redis and the client do.</summary>
/// <remarks>
/// The client gives asynchronous commands no time limit, and Redis answers in order: while the oldest command is overdue
/// no later one can be answered, so they fail at once. They also fail at once while there is no connection; it comes
/// back by itself. Any number of commands may be on their way.
/// </remarks>
internal sealed partial class RedisLink(
    ConfigurationOptions configuration, RedisLimits limits, TimeProvider time, ILogger<RedisLink> logger)
    : IHostedService, IAsyncDisposable
{
    private const int Unknown = 0;
    private const int Up = 1;
    private const int Down = 2;
    private const int LoginRefused = 3;

    private readonly Lock _lock = new();
    private readonly Queue<(long SentAt, Task Answer)> _pending = new();
    private int _noted = Unknown;
    private ConnectionMultiplexer? _multiplexer;
    private long? _mayConnectAt;
    private long? _downSince;
    private bool _isConnecting;
    private bool _isDisposed;

    public bool IsConnected
    {
        get
        {
            lock (_lock)
            {
                return _multiplexer?.GetDatabase().IsConnected(default) == true;
            }
        }
    }

    /// <summary>Begins to connect and does not wait for it.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Connect_NeedsLock();
        }

        return Task.CompletedTask;
    }

    /// <summary>Does nothing: those who write until they are stopped may be stopped later.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        ConnectionMultiplexer? last;
        lock (_lock)
        {
            _isDisposed = true;
            last = _multiplexer;
            _multiplexer = null;
        }

        await CloseAsync(last);
    }

    /// <summary>Runs a command. Ends within <see cref="RedisLimits.CommandTimeout"/> and does not throw.</summary>
    public async Task<RedisReply<T>> RunAsync<T>(
        Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return RedisReply<T>.Failed(RedisFailure.Canceled);
        }

        var answer = Send(command, out var failure);
        return answer is null ? RedisReply<T>.Failed(failure) : await WaitAsync(answer, cancellationToken);
    }

    private async Task<RedisReply<T>> WaitAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return new(RedisFailure.None, await answer.WaitAsync(limits.CommandTimeout, time, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            return RedisReply<T>.Failed(
                cancellationToken.IsCancellationRequested ? RedisFailure.Canceled : RedisFailure.NotConnected);
        }
        catch (TimeoutException)
        {
            return RedisReply<T>.Failed(RedisFailure.Overdue);
        }
        catch (RedisServerException)
        {
            return RedisReply<T>.Failed(RedisFailure.Refused);
        }
        catch (Exception e) when (IsOfConnection(e))
        {
            return RedisReply<T>.Failed(RedisFailure.NotConnected);
        }
        finally
        {
            // Nobody waits for a command that its caller has left: its failure counts as seen.
            _ = answer.ContinueWith(
                static late => late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    private Task<T>? Send<T>(Func<IDatabase, Task<T>> command, out RedisFailure failure)
    {
        lock (_lock)
        {
            failure = WhyNotSend_NeedsLock();
            if (failure != RedisFailure.None)
            {
                return null;
            }

            try
            {
                var answer = command(_multiplexer!.GetDatabase());
                _pending.Enqueue((time.GetTimestamp(), answer));
                return answer;
            }
            catch (Exception e) when (IsOfConnection(e))
            {
                failure = RedisFailure.NotConnected;
                return null;
            }
        }
    }

    private RedisFailure WhyNotSend_NeedsLock()
    {
        while (_pending.TryPeek(out var oldest) && oldest.Answer.IsCompleted)
        {
            _pending.Dequeue();
        }

        var owedFor = _pending.TryPeek(out var owed) ? time.GetElapsedTime(owed.SentAt) : TimeSpan.Zero;
        if (owedFor >= limits.GiveUpAfter)
        {
            Log.ConnectionGivenUp(logger, limits.GiveUpAfter.TotalSeconds);
            GiveUp_NeedsLock();
        }

        Connect_NeedsLock();
        if (_multiplexer is { } multiplexer && !multiplexer.GetDatabase().IsConnected(default))
        {
            GiveUpWhenLongDown_NeedsLock();
            return RedisFailure.NotConnected;
        }

        _downSince = null;
        if (_multiplexer is null)
        {
            return RedisFailure.NotConnected;
        }

        return owedFor >= limits.CommandTimeout || _pending.Count >= limits.PendingMax
            ? RedisFailure.Overdue : RedisFailure.None;
    }

    /// <summary>After some failures the client takes ever longer to try again, or does not; a new one tries at once.</summary>
    private void GiveUpWhenLongDown_NeedsLock()
    {
        _downSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(_downSince.Value) >= limits.GiveUpAfter)
        {
            _downSince = null;
            GiveUp_NeedsLock();
        }
    }

    private void GiveUp_NeedsLock()
    {
        _ = CloseAsync(_multiplexer);
        _multiplexer = null;
        _pending.Clear();
    }

    private void Connect_NeedsLock()
    {
        var isTooEarly = _mayConnectAt is { } due && time.GetTimestamp() < due;
        if (_multiplexer is null && !_isConnecting && !_isDisposed && !isTooEarly)
        {
            _isConnecting = true;
            _ = ConnectAsync();
        }
    }

    private async Task ConnectAsync()
    {
        // Off the caller's thread: the client looks up names and opens sockets before its first await.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ConnectionMultiplexer? made = null;
        await using var report = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            made = await ConnectionMultiplexer.ConnectAsync(configuration, TextWriter.Synchronized(report));
            made.ConnectionRestored += (_, change) => Note(made, change, isUp: true);
            made.ConnectionFailed += (_, change) => Note(made, change, isUp: false);
        }
        catch (Exception e)
        {
            // No message of the client's is logged: some hold the configuration, and that the password.
            Log.ConnectFailed(logger, e.GetType().Name);
        }

        // The only place where the client says why before there is anybody to send an event to.
        const ConnectionFailureType Login = ConnectionFailureType.AuthenticationFailure;
        var isLogin = report.ToString().Contains(Login.ToString(), StringComparison.Ordinal);
        Adopt(made, isLogin ? Login : ConnectionFailureType.UnableToConnect);
    }

    private void Adopt(ConnectionMultiplexer? made, ConnectionFailureType failure)
    {
        lock (_lock)
        {
            _isConnecting = false;
            _mayConnectAt = time.GetTimestamp() + (long)(limits.ConnectPause.TotalSeconds * time.TimestampFrequency);
            _multiplexer = _isDisposed ? null : made;
        }

        if (!IsCurrent(made))
        {
            _ = CloseAsync(made);
        }
        else if (IsConnected)
        {
            NoteUp();
        }
        else if (made is not null)
        {
            NoteDown(failure);
        }
    }

    private bool IsCurrent(ConnectionMultiplexer? multiplexer)
    {
        lock (_lock)
        {
            return _multiplexer == multiplexer;
        }
    }

    /// <summary>Hears of every attempt, also of connections that were replaced, and of one for messages that we do not use.</summary>
    private void Note(ConnectionMultiplexer multiplexer, ConnectionFailedEventArgs change, bool isUp)
    {
        if (change.ConnectionType != ConnectionType.Interactive || !IsCurrent(multiplexer))
        {
            return;
        }

        if (isUp)
        {
            NoteUp();
        }
        else if (configuration.EndPoints.Count == 1 || !IsConnected)
        {
            NoteDown(change.FailureType);
        }
    }

    private void NoteUp()
    {
        if (Interlocked.Exchange(ref _noted, Up) != Up)
        {
            Log.Connected(logger);
        }
    }

    private void NoteDown(ConnectionFailureType failure)
    {
        var isLogin = failure == ConnectionFailureType.AuthenticationFailure;
        var state = isLogin ? LoginRefused : Down;
        if (Interlocked.Exchange(ref _noted, state) == state)
        {
            return;
        }

        if (isLogin && configuration.Ssl)
        {
            // The client has one word for both.
            Log.LoginOrCertificateRefused(logger);
        }
        else if (isLogin)
        {
            Log.LoginRefused(logger);
        }
        else
        {
            Log.NotConnected(logger, failure);
        }
    }

    private static bool IsOfConnection(Exception e) => e is RedisException or ObjectDisposedException;

    private static async Task CloseAsync(ConnectionMultiplexer? multiplexer)
    {
        // Off the caller's thread, which may hold the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (multiplexer is not null)
        {
            await multiplexer.CloseAsync(allowCommandsToComplete: false);
            multiplexer.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5201, LogLevel.Information, "Connected to Redis.")]
        public static partial void Connected(ILogger logger);

        [LoggerMessage(5202, LogLevel.Warning, "Not connected to Redis: {Failure}. Trying until it works.")]
        public static partial void NotConnected(ILogger logger, ConnectionFailureType failure);

        [LoggerMessage(5203, LogLevel.Warning, "Redis refuses our login. Trying until it works.")]
        public static partial void LoginRefused(ILogger logger);

        [LoggerMessage(5206, LogLevel.Warning,
            "Redis refuses our login, or its certificate is none that we trust. Trying until it works.")]
        public static partial void LoginOrCertificateRefused(ILogger logger);

        [LoggerMessage(5204, LogLevel.Warning, "Connecting to Redis failed: {Failure}. Trying until it works.")]
        public static partial void ConnectFailed(ILogger logger, string failure);

        [LoggerMessage(5205, LogLevel.Warning, "Redis owes an answer for {Seconds} s: connecting anew.")]
        public static partial void ConnectionGivenUp(ILogger logger, double seconds);
    }
}
