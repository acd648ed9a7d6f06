namespace Sidecar.Fuzz.Tests.Running;

/// <summary>What a run does.</summary>
internal sealed record FuzzOptions
{
    /// <summary>Everything is drawn from it.</summary>
    public required int Seed { get; init; }

    /// <summary>How long both parts take together: the first six tenths in process, the rest over sockets.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Targets in process.</summary>
    public IReadOnlyList<string> Targets { get; init; } = Sidecar.Fuzz.Tests.Targets.FuzzTarget.Names;

    /// <summary>Whether a gateway is fuzzed over sockets too.</summary>
    public bool HasWire { get; init; } = true;

    /// <summary>Number of the first input of each target.</summary>
    public long From { get; init; }

    /// <summary>Inputs of each target; null for as many as the time allows.</summary>
    public long? Count { get; init; }
}
