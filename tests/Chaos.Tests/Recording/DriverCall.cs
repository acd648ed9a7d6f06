namespace Sidecar.Chaos.Tests.Recording;

/// <summary>One call that the driver made to a gateway, and its answer. Times count from the start of the run.</summary>
internal sealed record DriverCall
{
    public required int Slot { get; init; }

    public required SlotPhase Phase { get; init; }

    public required string Sequencer { get; init; }

    public required string Gateway { get; init; }

    /// <summary>Counts the gateway's processes, from 1.</summary>
    public required int Incarnation { get; init; }

    public required EngineMethod Method { get; init; }

    public required TimeSpan Start { get; init; }

    public required TimeSpan End { get; init; }

    public required CallOutcome Outcome { get; init; }

    /// <summary>Asked for by getPayload, answered by a started build.</summary>
    public string? PayloadId { get; init; }

    /// <summary>Answered by getPayload, sent by newPayload; an update's head.</summary>
    public string? BlockHash { get; init; }

    /// <summary>Whether the same was asked, and answered, before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Why there was no good answer.</summary>
    public string? Detail { get; init; }

    public TimeSpan Elapsed => End - Start;
}
