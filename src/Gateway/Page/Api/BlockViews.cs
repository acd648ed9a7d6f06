using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Cluster.Blocks;

namespace Sidecar.Gateway.Page.Api;

/// <summary>Reads the last blocks for the API.</summary>
internal sealed class BlockViews(BlockLog log, ClusterBlocks cluster)
{
    private const string Alone = "The cluster does not answer: blocks that other gateways make now are not here.";

    /// <summary>Whether the log is whole, without its blocks.</summary>
    public static BlocksView Source(bool isComplete) => new(isComplete, isComplete ? null : Alone, []);

    public async ValueTask<BlocksView> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        await cluster.RefreshAsync(cancellationToken);
        return View([.. log.Read().Take(limit).Select(BlockView.From)]);
    }

    public async ValueTask<ApiResult> FindAsync(string payloadId, CancellationToken cancellationToken)
    {
        if (!PayloadIds.TryRead(payloadId, out var id))
        {
            return ApiResult.Error(StatusCodes.Status400BadRequest, "Not a payload id.");
        }

        await cluster.RefreshAsync(cancellationToken);
        BlockView[] blocks = [.. log.Read().Where(block => block.PayloadId == id).Select(BlockView.From)];
        return blocks.Length > 0
            ? ApiResult.Of(View(blocks))
            : ApiResult.Error(StatusCodes.Status404NotFound, "None of the last blocks has this payload id.");
    }

    private BlocksView View(BlockView[] blocks) => Source(cluster.IsComplete) with { Blocks = blocks };
}
