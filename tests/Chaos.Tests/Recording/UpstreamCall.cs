namespace Sidecar.Chaos.Tests.Recording;

/// <summary>One call that a local or the builder received from a gateway.</summary>
internal sealed record UpstreamCall
{
    /// <summary>The builder's entity; a local's is its sequencer.</summary>
    public const string Builder = "builder";

    /// <summary><see cref="Builder"/>, or the sequencer whose local it is.</summary>
    public required string Upstream { get; init; }

    /// <summary>The gateway that called.</summary>
    public required string Gateway { get; init; }

    public required EngineMethod Method { get; init; }

    public required TimeSpan ArrivedAt { get; init; }

    /// <summary>When the answer was made; null if there was none, or it did not get out.</summary>
    public TimeSpan? AnsweredAt { get; init; }

    /// <summary>The head of an update, the block of newPayload, the block that getPayload answered.</summary>
    public string? BlockHash { get; init; }

    /// <summary>Head and attributes of a started build, as one value.</summary>
    public string? Build { get; init; }

    /// <summary>Asked for, or answered.</summary>
    public string? PayloadId { get; init; }

    /// <summary>The payload status answered.</summary>
    public string? Status { get; init; }

    public bool IsValid => AnsweredAt is not null && Status == "VALID";

    /// <summary>Whether a build was started and the caller told so.</summary>
    public bool IsAcknowledgedBuild => Method == EngineMethod.StartBuild && IsValid && PayloadId is not null;

    public TimeSpan? Elapsed => AnsweredAt - ArrivedAt;
}
