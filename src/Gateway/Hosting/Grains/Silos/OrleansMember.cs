using Sidecar.Gateway.Configuration;
using StackExchange.Redis;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>Keeps this process in the cluster: joins when it can, and joins again when it was put out.</summary>
/// <remarks>
/// The silo has a host of its own beside that of the process, so that nothing that happens to it, from a Redis that is not
/// there at start to being declared dead by the others, ends or delays what the process does besides.
/// </remarks>
internal sealed class OrleansMember(
    OptionSet options, bool isSilo, string host, ILoggerFactory loggers, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan JoinPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JoinMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AbandonAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ListCheckInterval = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = loggers.CreateLogger<OrleansMember>();
    private readonly CancellationTokenSource _hurry = new();
    private volatile JoinedHost? _joined;
    private ConnectionMultiplexer? _redis;
    private string? _lastFailure;

    /// <summary>The grains; null while this process is not in the cluster, or has lost what they write to.</summary>
    /// <remarks>
    /// Without Redis a grain would still answer what it remembers and could keep nothing: half of a cluster, which is worse
    /// than none.
    /// </remarks>
    public IGrainFactory? Grains => isSilo && _redis?.GetDatabase().IsConnected(default) == false ? null : _joined?.Grains;

    /// <summary>The host of the silo; null while this process is not in the cluster.</summary>
    public JoinedHost? Joined => _joined;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var hurry = cancellationToken.Register(_hurry.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _hurry.Dispose();
        _redis?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Building a silo takes a second of processor time that the start of the process must not wait for.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                try
                {
                    await BeMemberAsync(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // Whatever keeps it out of the cluster, it tries again: hence a catch-all here.
                    NotJoined(e);
                }

                await Task.Delay(JoinPause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    /// <summary>One membership, from joining to its end.</summary>
    private async Task BeMemberAsync(CancellationToken stoppingToken)
    {
        if (options.Redis.Endpoints.Count > 0)
        {
            await ReachRedisAsync(stoppingToken);
        }

        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var plan = MemberPlan.From(options, isSilo, host);
        var inner = new MemberHost(options, plan, loggers, _redis).Build(reason => ended.TrySetResult(reason));
        var isGraceful = false;
        try
        {
            await StartAsync(inner, ended.Task, stoppingToken);
            var joined = new JoinedHost(inner, plan);
            _joined = joined;
            _lastFailure = null;
            SiloLog.Joined(_logger, plan.IsSilo ? "silo" : "client", plan.Endpoint, options.Cluster.ClusterId);
            var reason = await UntilEndAsync(joined, ended.Task, stoppingToken);
            SiloLog.Lost(_logger, reason);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            isGraceful = true;
            throw;
        }
        finally
        {
            _joined = null;
            await EndAsync(inner, isGraceful);
        }
    }

    /// <summary>A silo that cannot reach its membership does not start cleanly: so none is started before Redis is there.</summary>
    private async Task ReachRedisAsync(CancellationToken stoppingToken)
    {
        _redis ??= await ConnectionMultiplexer.ConnectAsync(MemberRedis.Create(options.Redis));
        await _redis.GetDatabase().PingAsync().WaitAsync(MemberRedis.CommandTimeout * 2, time, stoppingToken);
    }

    private async Task StartAsync(IHost inner, Task<string> ended, CancellationToken stoppingToken)
    {
        using var overdue = new CancellationTokenSource(JoinMax, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, stoppingToken);
        var start = inner.StartAsync(stop.Token);
        if (await Task.WhenAny(start, ended) == ended)
        {
            await stop.CancelAsync();
            throw new InvalidOperationException(await ended);
        }

        await start;
    }

    private async Task<string> UntilEndAsync(JoinedHost joined, Task<string> ended, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                return await ended.WaitAsync(ListCheckInterval, time, stoppingToken);
            }
            catch (TimeoutException)
            {
                if (await joined.IsForgottenAsync(MemberRedis.CommandTimeout, time))
                {
                    return "Redis has lost the list of silos.";
                }
            }
        }
    }

    private async Task EndAsync(IHost inner, bool isGraceful)
    {
        // A silo that was declared dead has nothing to hand over.
        var token = isGraceful ? _hurry.Token : new CancellationToken(canceled: true);
        try
        {
            await JoinedHost.StopAsync(inner, token).WaitAsync(AbandonAfter, time, _hurry.Token);
        }
        catch (Exception e)
        {
            // It is being thrown away; how it goes does not matter to anybody.
            SiloLog.StopBroke(_logger, e);
        }
    }

    private void NotJoined(Exception e)
    {
        // Messages of the Redis client may hold its configuration, and that the password.
        var failure = e is RedisException ? e.GetType().Name : $"{e.GetType().Name}: {e.Message}";
        if (failure != _lastFailure)
        {
            _lastFailure = failure;
            SiloLog.NotJoined(_logger, failure);
        }
    }
}
