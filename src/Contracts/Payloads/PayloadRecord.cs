using System.Collections.Immutable;

namespace Sidecar.Contracts.Payloads;

/// <summary>One build of an id, with all that happened to it.</summary>
[GenerateSerializer, Immutable, Alias("sidecar.PayloadRecord")]
public sealed record PayloadRecord
{
    /// <summary>What was asked for.</summary>
    [Id(0)]
    public required PayloadBuild Build { get; init; }

    /// <summary>How each builder took it, one entry a builder.</summary>
    [Id(1)]
    public ImmutableList<BuilderRun> Builders { get; init; } = [];

    /// <summary>The answer; null until there is one.</summary>
    [Id(2)]
    public PayloadDecision? Decision { get; init; }
}
