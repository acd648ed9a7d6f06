using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Cases;

/// <summary>Something that is measured on several targets.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Traffic">What a visit is.</param>
/// <param name="Targets">Who is visited; direct and both tuned nginx are always among them.</param>
internal sealed record BenchCase(string Name, Traffic Traffic, IReadOnlyList<TargetKind> Targets)
{
    /// <summary>Size of the payload, in an answer or a request; 0 if there is none.</summary>
    public int PayloadBytes { get; init; }

    /// <summary>What getPayload and newPayload take the stubs.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>What the gateway's cost is judged by; null if nobody set a goal.</summary>
    public Goal? Goal { get; init; }

    public bool HasAhead => Traffic is Traffic.BuilderBlock or Traffic.AfterDecision;

    public bool IsStorm => Traffic is Traffic.Storm or Traffic.AfterStorm;

    /// <summary>Ratios of the two equal nginx beyond which a run says nothing.</summary>
    public (double Min, double Max) ControlRange => PayloadBytes >= CaseCatalog.TenMegabytes ? (0.75, 1.3) : (0.85, 1.18);
}
