using System.Collections.Immutable;
using Sidecar.Contracts.Blocks;

namespace Sidecar.Grains.Blocks;

[GrainType("blocks")]
internal sealed class BlockPageGrain(
    [PersistentState("blocks", GrainStores.Payloads)] IPersistentState<BlockPageState> page,
    BlockPageGrainOptions options) : Grain, IBlockPageGrain
{
    public async Task<bool> Add(ImmutableList<BlockSummary> blocks, CancellationToken cancellationToken)
    {
        var next = BlockPages.Add(page.State, blocks, options);
        var isNew = !ReferenceEquals(next, page.State);
        await page.KeepAsync(next, cancellationToken);
        return isNew;
    }

    public async Task<BlockPageState> Read(CancellationToken cancellationToken)
    {
        // Other gateways may have written past what this activation remembers.
        await page.ReadStateAsync(cancellationToken);
        return page.State;
    }

    public Task<BlockPageState> GetState() => Task.FromResult(page.State);
}
