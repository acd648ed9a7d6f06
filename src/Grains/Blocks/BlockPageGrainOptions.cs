namespace Sidecar.Grains.Blocks;

/// <summary>Limits of a block page grain.</summary>
public sealed record BlockPageGrainOptions
{
    /// <summary>Blocks kept on a page. Default 96: three answers to each number.</summary>
    public int BlocksMax { get; init; } = 96;
}
