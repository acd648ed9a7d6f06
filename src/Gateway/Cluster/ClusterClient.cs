using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Cluster.Calls;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Telemetry.Tracing;

namespace Sidecar.Gateway.Cluster;

/// <summary>Calls grains, never for longer than allowed, and not at all while they do not answer.</summary>
/// <remarks>
/// The cluster may add safety and may not take time: after one call that failed or two that were late, every walk goes on
/// at once with what this process knows, until the watch has got an answer within the budget.
/// </remarks>
internal sealed partial class ClusterClient(
    IGrainCalls grains, ClusterIdentity identity, IOptions<ClusterOptions> options, GatewayMetrics metrics,
    TimeProvider time, ILogger<ClusterClient> logger)
{
    private readonly Lock _lock = new();
    private bool _isReachable;
    private bool _wasReached;
    private int _lateInRow;
    private long _lastAnswerAt;
    private TaskCompletionSource _back = NewSignal();

    /// <summary>Whether grains answered lately. False until they did once.</summary>
    public bool IsReachable
    {
        get
        {
            lock (_lock)
            {
                return _isReachable;
            }
        }
    }

    /// <summary>Time since a grain last answered; null if none ever did.</summary>
    public TimeSpan? SilentFor
    {
        get
        {
            lock (_lock)
            {
                return _wasReached ? time.GetElapsedTime(_lastAnswerAt) : null;
            }
        }
    }

    /// <summary>Ends when grains answer again; at once if they do.</summary>
    public Task Back
    {
        get
        {
            lock (_lock)
            {
                return _back.Task;
            }
        }
    }

    private ulong ChainId => identity.ChainId ?? throw new InvalidOperationException("The chain is not known yet.");

    public GrainHandle<IPayloadGrain> Payload(PayloadId id) => new(grains, GrainKeys.Payload(ChainId, id));

    public GrainHandle<IBuilderGrain> Builder() => new(grains, GrainKeys.Builder(ChainId, identity.BuilderId));

    /// <summary>A builder grain by its builder's name.</summary>
    public GrainHandle<IBuilderGrain> Builder(string builderId) => new(grains, GrainKeys.Builder(ChainId, builderId));

    /// <summary>The page that a block is on.</summary>
    public GrainHandle<IBlockPageGrain> BlockPage(ulong blockNumber) =>
        new(grains, GrainKeys.BlockPage(ChainId, blockNumber));

    public GrainHandle<IClusterGrain> Cluster() => new(grains, GrainKeys.Cluster(ChainId));

    /// <summary>A payload grain that stands for no build.</summary>
    public GrainHandle<IPayloadGrain> WarmUpPayload() => new(grains, GrainKeys.WarmUp(ChainId));

    /// <summary>A builder grain that stands for no builder.</summary>
    public GrainHandle<IBuilderGrain> WarmUpBuilder() => new(grains, GrainKeys.WarmUp(ChainId));

    /// <summary>A call that a walk waits for: within the budget, and skipped while the cluster is away.</summary>
    public ValueTask<ClusterReply<T>> AskAsync<T>(ClusterCall name, Func<CancellationToken, Task<T>> call) =>
        IsReachable ? CallAsync(name, call, options.Value.CallBudget) : ValueTask.FromResult(ClusterReply<T>.None);

    /// <summary>
    /// A call whose lack costs a builder's block, or a second answer: for a moment it is made again and again even though
    /// the cluster counts as away, as long as that is news. One late answer is no reason to do without.
    /// </summary>
    public async ValueTask<ClusterReply<T>> AskThroughHiccupAsync<T>(
        ClusterCall name, Func<CancellationToken, Task<T>> call)
    {
        var started = time.GetTimestamp();
        while (IsReachable || SilentFor <= ClusterLimits.HiccupMax)
        {
            var reply = await LookAsync(name, call);
            if (reply.HasAnswer || time.GetElapsedTime(started) >= ClusterLimits.WaitMax)
            {
                return reply;
            }

            await Task.Delay(ClusterLimits.WaitStep, time);
        }

        return ClusterReply<T>.None;
    }

    /// <summary>The watch's call, made even while the cluster is away: its answer within the budget ends that.</summary>
    public async ValueTask<ClusterReply<T>> LookAsync<T>(ClusterCall name, Func<CancellationToken, Task<T>> call)
    {
        var reply = await CallAsync(name, call, options.Value.CallBudget);
        if (reply.HasAnswer)
        {
            Reached();
        }

        return reply;
    }

    /// <summary>A call that nobody waits for.</summary>
    public ValueTask<ClusterReply<T>> TellAsync<T>(ClusterCall name, Func<CancellationToken, Task<T>> call) =>
        CallAsync(name, call, ClusterLimits.TellTimeout);

    private async ValueTask<ClusterReply<T>> CallAsync<T>(
        ClusterCall name, Func<CancellationToken, Task<T>> call, TimeSpan budget)
    {
        var started = time.GetTimestamp();
        using var overdue = new CancellationTokenSource(budget, time);
        try
        {
            // The token asks the grain to stop; the wait does not depend on whether it does.
            var value = await call(overdue.Token).WaitAsync(overdue.Token);
            Count(name, ClusterOutcome.Answered, time.GetElapsedTime(started));
            Answered();
            return new(true, value);
        }
        catch (Exception e)
        {
            // Whatever breaks in the cluster, blocks go on: hence a catch-all here.
            var isLate = e is TimeoutException or OperationCanceledException;
            Count(name, isLate ? ClusterOutcome.Late : ClusterOutcome.Failed, time.GetElapsedTime(started));
            if (e is InconsistentStateException)
            {
                Log.CallConflicted(logger, name, e);
            }
            else if (!isLate || LateInRow() >= ClusterLimits.LateCallsMax)
            {
                Lost(name, e);
            }

            return ClusterReply<T>.None;
        }
    }

    private void Count(ClusterCall name, ClusterOutcome outcome, TimeSpan elapsed)
    {
        metrics.ClusterCalled(name, outcome, elapsed);
        CallTrace.Current?.Add(
            $"cluster {name.ToTag()}", ActivityKind.Client, elapsed, [new(SpanText.Call, name.ToTag())],
            outcome == ClusterOutcome.Answered ? null : outcome.ToTag());
    }

    private void Answered()
    {
        lock (_lock)
        {
            _wasReached = true;
            _lateInRow = 0;
            _lastAnswerAt = time.GetTimestamp();
        }
    }

    private int LateInRow()
    {
        lock (_lock)
        {
            return ++_lateInRow;
        }
    }

    private void Reached()
    {
        lock (_lock)
        {
            if (_isReachable)
            {
                return;
            }

            _isReachable = true;
            _back.TrySetResult();
        }

        Log.ClusterReached(logger);
    }

    private void Lost(ClusterCall name, Exception e)
    {
        lock (_lock)
        {
            if (!_isReachable)
            {
                return;
            }

            _isReachable = false;
            _back = NewSignal();
        }

        Log.ClusterLost(logger, name, $"{e.GetType().Name}: {e.Message}");
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning,
            "The cluster does not answer ({Call}: {Failure}): this gateway goes on alone until it does.")]
        public static partial void ClusterLost(ILogger logger, ClusterCall call, string failure);

        [LoggerMessage(5002, LogLevel.Information, "The cluster answers.")]
        public static partial void ClusterReached(ILogger logger);

        [LoggerMessage(5003, LogLevel.Warning, "Too many gateways wrote at once for {Call}; it was not done.")]
        public static partial void CallConflicted(ILogger logger, ClusterCall call, Exception exception);
    }
}
