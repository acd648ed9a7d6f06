using Sidecar.TestKit;

namespace Sidecar.Devnet.Demo;

/// <summary>Asks local itself, past the gateway, whether its chain is the one that was made.</summary>
internal sealed class ChainCheck(EngineRpc local)
{
    /// <summary>Walks from local's head back over the blocks that were made. Null when all is well.</summary>
    public async Task<string?> FindDifferenceAsync(IReadOnlyList<string> made, CancellationToken cancellationToken)
    {
        var head = await local.CallAsync("eth_getBlockByNumber", cancellationToken, "latest", false);
        if (!head.Succeeded)
        {
            return $"local does not tell its head: {head}";
        }

        var block = head;
        for (var i = made.Count - 1; i >= 0; i--)
        {
            var hash = Text(block, "hash");
            if (hash != made[i])
            {
                return $"block {i + 1} was made as {made[i]} and is {hash} at local";
            }

            block = await local.CallAsync("eth_getBlockByHash", cancellationToken, Text(block, "parentHash"), false);
            if (!block.Succeeded)
            {
                return $"local does not have the parent of block {i + 1}: {block}";
            }
        }

        return Text(block, "number") == "0x0" ? null : $"below the first block is {Text(block, "number")}, not genesis";
    }

    private static string? Text(EngineCall block, string name) => block.Result.GetProperty(name).GetString();
}
