namespace Sidecar.Grains.Payloads;

/// <summary>Limits of a payload grain.</summary>
public sealed record PayloadGrainOptions
{
    /// <summary>
    /// Builds kept of one id. Default 4: more than one happens only where a client reuses ids, or two count alike.
    /// </summary>
    public int BuildsMax { get; init; } = 4;

    /// <summary>Builders kept of one build. Default 8: more than anyone runs.</summary>
    public int BuildersMax { get; init; } = 8;
}
