using Sidecar.Chaos.Tests.Checking;
using Sidecar.Chaos.Tests.Faults;

namespace Sidecar.Chaos.Tests.Running;

/// <summary>What to run.</summary>
internal sealed record ChaosOptions
{
    public static readonly IReadOnlyList<string> Sequencers = ["a", "b"];

    /// <summary>Everything that is drawn follows from it and the slot's number.</summary>
    public required int Seed { get; init; }

    public required int Slots { get; init; }

    /// <summary>
    /// Whether the gateways share Redis. Without it they do not know of each other: what they would agree on is not
    /// demanded.
    /// </summary>
    public bool IsClustered { get; init; } = true;

    /// <summary>Kinds of faults that may happen; null for all.</summary>
    public IReadOnlySet<FaultKind>? Kinds { get; init; }

    /// <summary>The share of slots that have a fault; of those the same share has a second one.</summary>
    public double FaultRate { get; init; } = 0.25;

    /// <summary>Shortest time from slot to slot; a slot takes longer when its calls do.</summary>
    public TimeSpan SlotTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// From the start of a build to getPayload: longer than <see cref="Limits.RecordTime"/>, so that a build is known to all
    /// before another sequencer takes over.
    /// </summary>
    public TimeSpan ThinkTime { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <summary>After so long op-node's client tries the next gateway: the Engine API's limit for getPayload.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After so long a slot is missed: a whole block time on OP Mainnet and one call to a frozen gateway.</summary>
    public TimeSpan SlotBudget { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Slots without a fault at the start.</summary>
    public int QuietFirst { get; init; } = 5;

    /// <summary>Slots without a fault at the end, added to the others; five seconds to recover in.</summary>
    public int QuietLast { get; init; } = 25;

    /// <summary>What was given on the command line besides slots and seed.</summary>
    public string Arguments { get; init; } = "";

    public Limits Limits { get; init; } = new();

    public static IReadOnlyList<string> GatewaysOf(string sequencer) => [$"{sequencer}1", $"{sequencer}2"];
}
