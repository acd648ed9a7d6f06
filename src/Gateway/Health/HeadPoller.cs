using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Health;

/// <summary>Asks local and the builder for their heads, each on a loop of its own.</summary>
/// <remarks>One that hangs never delays the other.</remarks>
internal sealed partial class HeadPoller : BackgroundService
{
    /// <summary>
    /// After this a failed poll is repeated, so that one lost packet is not ill health and a dead client still shows
    /// within one interval. Also the shortest pause between two polls of one client, however often it is kicked.
    /// </summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private const int NothingLogged = -1;

    private readonly HealthState _state;
    private readonly HeadSources _sources;
    private readonly ExecutionModeSwitch _mode;
    private readonly IBuilderHeadObserver[] _observers;
    private readonly HealthOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HeadPoller> _logger;
    private readonly PollSignal _kick = new();
    private int _loggedVerdict = NothingLogged;

    public HeadPoller(
        HealthState state, HeadSources sources, ExecutionModeSwitch mode, IEnumerable<IBuilderHeadObserver> observers,
        IOptions<HealthOptions> options, GatewayMetrics metrics, TimeProvider time, ILogger<HeadPoller> logger)
    {
        (_state, _sources, _mode, _observers) = (state, sources, mode, [.. observers]);
        (_options, _time, _logger) = (options.Value, time, logger);
        metrics.ObserveHealth(() => _state.Evaluate().Verdict);
        metrics.ObserveHeads(() => _state.Heads, time);
    }

    /// <summary>Polls the builder now, or as soon as <see cref="RetryDelay"/> allows; many calls are one.</summary>
    public void Kick() => _kick.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _mode.Changed += OnModeChanged;
        try
        {
            var local = RunAsync(UpstreamName.Local, _sources.Local, new PollSignal(), stoppingToken);
            var builder = _sources.Builder is { } source
                ? RunAsync(UpstreamName.Builder, source, _kick, stoppingToken)
                : Task.CompletedTask;
            await Task.WhenAll(local, builder);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            _mode.Changed -= OnModeChanged;
        }
    }

    private void OnModeChanged(ExecutionMode mode) => Kick();

    private async Task RunAsync(
        UpstreamName upstream, IHeadSource source, PollSignal kick, CancellationToken stoppingToken)
    {
        while (true)
        {
            kick.Reset();
            var started = _time.GetTimestamp();
            if (upstream == UpstreamName.Local || _mode.Current != ExecutionMode.Disabled)
            {
                await PollTwiceAsync(upstream, source, stoppingToken);
            }

            var gap = RetryDelay < _options.PollInterval ? RetryDelay : _options.PollInterval;
            await Task.Delay(gap, _time, stoppingToken);
            await kick.WaitAsync(_options.PollInterval - _time.GetElapsedTime(started), _time, stoppingToken);
        }
    }

    private async Task PollTwiceAsync(UpstreamName upstream, IHeadSource source, CancellationToken stoppingToken)
    {
        if (await PollAsync(upstream, source, stoppingToken))
        {
            return;
        }

        await Task.Delay(RetryDelay, _time, stoppingToken);
        await PollAsync(upstream, source, stoppingToken);
    }

    private async Task<bool> PollAsync(UpstreamName upstream, IHeadSource source, CancellationToken stoppingToken)
    {
        var result = await AskAsync(upstream, source, stoppingToken);
        if (upstream == UpstreamName.Local)
        {
            LocalPolled(result);
        }
        else
        {
            BuilderPolled(result);
        }

        // Before local was asked once there is nothing to say that an operator could act on.
        if (upstream == UpstreamName.Local || Volatile.Read(ref _loggedVerdict) != NothingLogged)
        {
            LogVerdict();
        }

        return result.HasHead;
    }

    private async Task<HeadPollResult> AskAsync(
        UpstreamName upstream, IHeadSource source, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(_options.PollTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            var result = await source.PollAsync(both.Token);

            // The source only sees that it was canceled; by whom is known here.
            return result.Failure == UpstreamFailure.Canceled && timeout.IsCancellationRequested
                ? HeadPollResult.Failed(UpstreamFailure.TimedOut)
                : result;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return HeadPollResult.Failed(UpstreamFailure.TimedOut);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.PollBroke(_logger, upstream, exception);
            return HeadPollResult.Failed(UpstreamFailure.Unreachable);
        }
    }

    private void LocalPolled(HeadPollResult result)
    {
        if (result.HasHead)
        {
            _state.LocalSyncing(result.Syncing);
            _state.LocalHead(result.Head);
        }
        else
        {
            _state.LocalFailed(result.Failure);
        }
    }

    private void BuilderPolled(HeadPollResult result)
    {
        if (result.HasHead)
        {
            _state.BuilderHead(result.Head);
        }
        else
        {
            _state.BuilderFailed(result.Failure);
        }

        foreach (var observer in _observers)
        {
            try
            {
                observer.OnBuilderPolled(result, _state.LastLocalHead);
            }
            catch (Exception exception)
            {
                Log.ObserverBroke(_logger, observer.GetType().Name, exception);
            }
        }
    }

    private void LogVerdict()
    {
        var report = _state.Evaluate();
        if (Interlocked.Exchange(ref _loggedVerdict, (int)report.Verdict) == (int)report.Verdict)
        {
            return;
        }

        var reasons = string.Join(' ', report.Reasons);
        if (report.Verdict == HealthVerdict.Healthy)
        {
            Log.BecameHealthy(_logger, reasons);
        }
        else
        {
            Log.BecameUnhealthy(_logger, report.Verdict, reasons);
        }
    }
}
