using System.Collections.Immutable;
using Sidecar.Contracts.Blocks;

namespace Sidecar.Grains.Blocks;

/// <summary>The rules of a block page grain.</summary>
/// <remarks>A transition that changes nothing returns the state it was given.</remarks>
internal static class BlockPages
{
    /// <summary>Adds blocks, or what is newly known of them.</summary>
    public static BlockPageState Add(
        BlockPageState state, ImmutableList<BlockSummary> blocks, BlockPageGrainOptions options)
    {
        var next = state.Blocks;
        foreach (var block in blocks)
        {
            var place = next.FindIndex(block.IsSameAs);
            if (place < 0)
            {
                next = next.AddBounded(block, options.BlocksMax);
            }
            else if (next[place] != block)
            {
                next = next.SetItem(place, block);
            }
        }

        return next == state.Blocks ? state : state with { Blocks = next };
    }
}
