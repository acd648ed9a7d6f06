using System.Collections.Immutable;

namespace Sidecar.Contracts.Blocks;

/// <summary>State of an <see cref="IBlockPageGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("sidecar.BlockPageState")]
public sealed record BlockPageState
{
    /// <summary>The blocks of the page, in the order in which they were told; bounded.</summary>
    [Id(0)]
    public ImmutableList<BlockSummary> Blocks { get; init; } = [];
}
