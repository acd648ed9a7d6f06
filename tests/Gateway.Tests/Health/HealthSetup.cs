using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Tests.Health;

/// <summary>A health state on a clock of its own, with shorthands for what happens to it.</summary>
internal sealed class HealthSetup
{
    public HealthSetup(
        ExecutionMode mode = ExecutionMode.Enabled, bool hasBuilder = true, Action<HealthOptions>? configure = null)
    {
        configure?.Invoke(Options);
        State = new HealthState(Options, mode, hasBuilder, Clock);
    }

    public ManualClock Clock { get; } = new();

    public HealthOptions Options { get; } = new();

    public HealthState State { get; }

    public HealthVerdict Verdict => State.Evaluate().Verdict;

    /// <summary>The verdict as /healthz says it.</summary>
    public int Status => Verdict switch
    {
        HealthVerdict.Healthy => 200,
        HealthVerdict.PartialContent => 206,
        _ => 503,
    };

    public BlockHead HeadNow(int secondsOld = 0) =>
        new(100, new BlockHash(1, 2, 3, 4), (ulong)((long)Clock.UnixSeconds - secondsOld));

    /// <summary>What a poll of both brings when all is well.</summary>
    public HealthSetup PollBoth(int localOld = 0, int builderOld = 0)
    {
        State.LocalHead(HeadNow(localOld));
        State.BuilderHead(HeadNow(builderOld));
        return this;
    }

    public HealthSetup Wait(double seconds)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        return this;
    }
}
