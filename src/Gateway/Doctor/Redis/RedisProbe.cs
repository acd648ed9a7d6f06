using System.Globalization;
using System.Net.Sockets;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using StackExchange.Redis;

namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>Connects to Redis as the gateway would, tells why not, and asks.</summary>
internal sealed class RedisProbe(RedisOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Longest wait for one command, as in the gateway.</summary>
    private static readonly TimeSpan CommandTimeout = new RedisLimits().CommandTimeout;

    private ConnectionMultiplexer? _connection;

    /// <summary>
    /// Whether a plain connection to an address can be made, which the client's own words do not tell apart.
    /// </summary>
    public async Task<RedisContact> TouchAsync(RedisEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(DoctorLimits.Call, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, linked.Token);
            return RedisContact.Connected;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RedisContact.TimedOut;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => RedisContact.UnknownName,
                SocketError.ConnectionRefused => RedisContact.Refused,
                SocketError.TimedOut => RedisContact.TimedOut,
                _ => RedisContact.NoRoute,
            };
        }
    }

    /// <summary>Logs in. Makes the one connection that the other calls use.</summary>
    public async Task<RedisContact> ConnectAsync(CancellationToken cancellationToken)
    {
        var configuration = RedisConfiguration.Create(options);

        // The client asks for this before it lets INFO pass.
        configuration.AllowAdmin = true;
        await using var report = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            _connection = await ConnectionMultiplexer.ConnectAsync(configuration, TextWriter.Synchronized(report))
                .WaitAsync(DoctorLimits.Call, time, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or SocketException or IOException)
        {
            return RedisContact.NoAnswer;
        }

        if (_connection.GetDatabase().IsConnected(default))
        {
            return RedisContact.Connected;
        }

        // Only the client's own diary tells; none of it is shown, for it may hold the password.
        var diary = report.ToString();
        return diary.Contains("AuthenticationFailure", StringComparison.Ordinal)
            || diary.Contains("NOAUTH", StringComparison.Ordinal)
            || diary.Contains("WRONGPASS", StringComparison.Ordinal)
            ? RedisContact.LoginRefused : RedisContact.NoAnswer;
    }

    /// <summary>Runs a command that reads; null if it was refused or had no answer in time.</summary>
    public async Task<RedisAnswer<T>> AskAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var value = await command(_connection!.GetDatabase()).WaitAsync(CommandTimeout, time, cancellationToken);
            return new(RedisContact.Connected, value, time.GetElapsedTime(started));
        }
        catch (RedisServerException e)
        {
            var isLogin = e.Message.StartsWith("NOAUTH", StringComparison.Ordinal)
                || e.Message.StartsWith("WRONGPASS", StringComparison.Ordinal);
            return new(isLogin ? RedisContact.LoginRefused : RedisContact.CommandRefused, default, default);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new(RedisContact.NoAnswer, default, default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.CloseAsync(allowCommandsToComplete: false);
            connection.Dispose();
        }
    }
}
