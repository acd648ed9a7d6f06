using Sidecar.Contracts;

namespace Sidecar.Gateway.Builders;

/// <summary>The last blocks that went by, to bring a builder that was away up to the head. Safe for concurrent use.</summary>
internal sealed class ReplayBlocks(int countMax, long bytesMax) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<NewPayloadCall> _oldestFirst = new();
    private readonly Dictionary<BlockHash, LinkedListNode<NewPayloadCall>> _byHash = [];
    private long _bytes;

    /// <summary>Remembers a block. Takes over the call's lease.</summary>
    public void Add(NewPayloadCall call)
    {
        lock (_lock)
        {
            if (_byHash.ContainsKey(call.Parameters.BlockHash))
            {
                call.Dispose();
                return;
            }

            _byHash.Add(call.Parameters.BlockHash, _oldestFirst.AddLast(call));
            _bytes += call.Request.Length;
            while (_oldestFirst.First is { } oldest && (_oldestFirst.Count > countMax || _bytes > bytesMax))
            {
                Remove_NeedsLock(oldest);
            }
        }
    }

    /// <summary>Whether one block is below another, with every block between them remembered.</summary>
    public bool IsBelow(BlockHash block, BlockHash head)
    {
        lock (_lock)
        {
            return Walk_NeedsLock(block, head).Count > 0;
        }
    }

    /// <summary>The chain of blocks from just above one block up to another, oldest first, with leases of their own.</summary>
    /// <returns>Empty if a block between them is not remembered.</returns>
    public IReadOnlyList<NewPayloadCall> Between(BlockHash known, BlockHash head)
    {
        lock (_lock)
        {
            return Walk_NeedsLock(known, head).ConvertAll(static call => call.Share());
        }
    }

    /// <summary>The newest blocks of the chain that ends at a block, oldest first, with leases of their own.</summary>
    public IReadOnlyList<NewPayloadCall> Last(BlockHash head, int countMax)
    {
        lock (_lock)
        {
            var chain = new List<NewPayloadCall>();
            for (var hash = head;
                 chain.Count < countMax && _byHash.TryGetValue(hash, out var node);
                 hash = node.Value.Parameters.ParentHash)
            {
                chain.Add(node.Value.Share());
            }

            chain.Reverse();
            return chain;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            while (_oldestFirst.First is { } oldest)
            {
                Remove_NeedsLock(oldest);
            }
        }
    }

    private List<NewPayloadCall> Walk_NeedsLock(BlockHash known, BlockHash head)
    {
        var chain = new List<NewPayloadCall>();
        var hash = head;
        while (hash != known)
        {
            if (!_byHash.TryGetValue(hash, out var node) || chain.Count > _byHash.Count)
            {
                return [];
            }

            chain.Add(node.Value);
            hash = node.Value.Parameters.ParentHash;
        }

        chain.Reverse();
        return chain;
    }

    private void Remove_NeedsLock(LinkedListNode<NewPayloadCall> node)
    {
        _oldestFirst.Remove(node);
        _byHash.Remove(node.Value.Parameters.BlockHash);
        _bytes -= node.Value.Request.Length;
        node.Value.Dispose();
    }
}
