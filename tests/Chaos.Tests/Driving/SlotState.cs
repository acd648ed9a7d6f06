using Sidecar.Chaos.Tests.Cluster;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>How far a slot is.</summary>
internal sealed class SlotState(int number, ChainPoint head, TimeSpan start, TimeSpan deadline)
{
    public int Number => number;

    /// <summary>The block that is built on.</summary>
    public ChainPoint Head => head;

    public TimeSpan Start => start;

    /// <summary>From then on the slot is missed.</summary>
    public TimeSpan Deadline => deadline;

    public SlotPhase Phase { get; set; } = SlotPhase.SlotStart;

    public string? PayloadId { get; set; }

    public GatewayNode? AnsweredBy { get; set; }

    public CallFrame Frame => new(number, Phase, deadline);
}
