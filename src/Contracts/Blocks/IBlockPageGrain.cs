using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Sidecar.Contracts.Blocks;

/// <summary>What the gateways of a chain tell operators of a few blocks in a row. No walk reads or waits for it.</summary>
/// <remarks>
/// Key: <see cref="GrainKeys.BlockPage"/>. A page instead of one long list: each write carries only the newest blocks.
/// Every method may be called again with the same arguments, and changes nothing the second time.
/// </remarks>
[Alias("sidecar.IBlockPageGrain")]
public interface IBlockPageGrain : IGrainWithStringKey
{
    /// <summary>Adds blocks; one that is known already is replaced, in case more is known of it now.</summary>
    /// <returns>False if none was new.</returns>
    [Alias("Add")]
    Task<bool> Add(ImmutableList<BlockSummary> blocks, CancellationToken cancellationToken);

    /// <summary>The blocks of the page, as they are stored now.</summary>
    [ReadOnly, Alias("Read")]
    Task<BlockPageState> Read(CancellationToken cancellationToken);

    /// <summary>Everything held, for inspection.</summary>
    [ReadOnly, Alias("GetState")]
    Task<BlockPageState> GetState();
}
