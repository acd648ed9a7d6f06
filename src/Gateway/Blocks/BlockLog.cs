using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;

namespace Sidecar.Gateway.Blocks;

/// <summary>The last blocks that this gateway knows of, its own and those of the chain's other gateways.</summary>
internal sealed class BlockLog
{
    /// <summary>Blocks kept; the oldest go.</summary>
    public const int BlocksMax = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<BlockKey, BlockSummary> _blocks = [];

    /// <summary>Raised when a block is new, or more is known of it. Return soon.</summary>
    public event Action<BlockSummary>? Changed;

    /// <summary>Adds a block, or what is newly known of it.</summary>
    /// <returns>False if nothing of it was new.</returns>
    public bool Add(BlockSummary block)
    {
        var key = new BlockKey(block.GatewayId, block.PayloadId, block.Hash);
        lock (_lock)
        {
            if (_blocks.TryGetValue(key, out var known))
            {
                // It was decided on when it was first told of.
                block = block with { At = known.At };
                if (known == block)
                {
                    return false;
                }
            }

            _blocks[key] = block;
            if (_blocks.Count > BlocksMax)
            {
                var oldest = _blocks.MinBy(entry => entry.Value.At).Key;
                _blocks.Remove(oldest);
                if (oldest == key)
                {
                    return false;
                }
            }
        }

        Changed?.Invoke(block);
        return true;
    }

    /// <summary>All blocks, newest first.</summary>
    public IReadOnlyList<BlockSummary> Read()
    {
        List<BlockSummary> blocks;
        lock (_lock)
        {
            blocks = [.. _blocks.Values];
        }

        blocks.Sort(static (one, other) => other.At.CompareTo(one.At) is var order and not 0
            ? order
            : other.Number.CompareTo(one.Number));
        return blocks;
    }

    private readonly record struct BlockKey(string GatewayId, PayloadId? PayloadId, BlockHash Hash);
}
