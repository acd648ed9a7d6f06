using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains.Builders;

namespace Sidecar.Grains.Tests.Builders;

/// <summary>One call to a builder grain, some time after the one before, as drawn by a property.</summary>
internal sealed record BuilderCommand(int Kind, string Gateway, int Number, int Draw, TimeSpan Pause)
{
    private static readonly FallbackReason[] Results =
    [
        FallbackReason.None, FallbackReason.DryRun, FallbackReason.BuilderTimeout, FallbackReason.BuilderError,
        FallbackReason.BuilderNoPayloadId, FallbackReason.NotValid, FallbackReason.ValidationFailed,
    ];

    public bool IsLead => Kind == 6;

    /// <summary>Two builds a block, as after a quick change of mind.</summary>
    public BuildRequest Request => Sample.Request(Gateway, Number, 100 + ((ulong)Number / 2));

    public static Gen<BuilderCommand[]> Histories() =>
        (from kind in Gen.Choose(0, 7)
         from gateway in Gen.Elements("a", "b", "c")
         from number in Gen.Choose(0, 11)
         from draw in Gen.Choose(0, 20)
         from pause in Gen.Frequency(
             (6, Gen.Choose(0, 300)), (3, Gen.Choose(300, 6_000)), (1, Gen.Choose(6_000, 70_000)),
             (1, Gen.Choose(-60_000, 0)))
         select new BuilderCommand(kind, gateway, number, draw, TimeSpan.FromMilliseconds(pause))).ArrayOf();

    public (BuilderState State, BuildPermit? Permit) Apply(
        BuilderState state, DateTimeOffset now, BuilderGrainOptions options) => Kind switch
        {
            <= 2 => BuilderTransitions.RequestBuild(state, Request, now, options),
            3 => (BuilderTransitions.RecordBuild(state, Sample.Digest(Number), Run(), now, options), null),
            4 or 5 => (BuilderTransitions.ReportOutcome(state, Outcome(), now, options), null),
            6 => (BuilderTransitions.ReportLead(state, Request, now, options), null),
            _ => (BuilderTransitions.ReportSync(state, Seen(now), now, options), null),
        };

    private BuilderRun Run() => Draw % 3 == 0
        ? Sample.Failed("x", FallbackReason.BuilderError, Gateway)
        : Sample.Run("x", Draw) with { GatewayId = Gateway };

    private SyncObservation Seen(DateTimeOffset now) =>
        new(Gateway, (BuilderSyncState)(Draw % 4), now.AddSeconds(-Draw));

    private BuildOutcome Outcome() => Sample.Outcome(Gateway, Number, Results[Draw % Results.Length]);
}
