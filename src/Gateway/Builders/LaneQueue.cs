using Sidecar.Contracts;

namespace Sidecar.Gateway.Builders;

/// <summary>The order of a builder's lane, without the sending. Not safe for concurrent use.</summary>
/// <remarks>
/// Invariants: blocks leave in the order they came; at most one forkchoiceUpdated waits, the newest, behind every block
/// that came before it; length and bytes stay within the limits, except that the newest call always fits.
/// </remarks>
internal sealed class LaneQueue(int lengthMax, long bytesMax)
{
    private readonly LinkedList<LaneItem> _items = new();

    /// <summary>Calls waiting.</summary>
    public int Count => _items.Count;

    /// <summary>Bytes waiting.</summary>
    public long Bytes { get; private set; }

    /// <summary>When the oldest waiting call was queued, as a timestamp; null if none waits.</summary>
    public long? OldestQueuedAt => _items.First?.Value.QueuedAt;

    /// <summary>Queues a call at the end.</summary>
    /// <returns>What had to go for it: an older forkchoiceUpdated that it supersedes, or the oldest calls.</returns>
    public LaneDrops Add(LaneItem item)
    {
        var superseded = item.Forkchoice is not null ? RemoveForkchoice(item) : 0;
        _items.AddLast(item);
        Bytes += item.Length;
        var full = 0;
        while (_items.Count > 1 && (_items.Count > lengthMax || Bytes > bytesMax))
        {
            Remove(_items.First!).Dispose();
            full++;
        }

        return new LaneDrops(superseded, full);
    }

    /// <summary>Takes the oldest call that may go now; null if there is none.</summary>
    public LaneItem? Take(Func<LaneItem, bool> mayGo)
    {
        for (var node = _items.First; node is not null; node = node.Next)
        {
            if (mayGo(node.Value))
            {
                return Remove(node);
            }
        }

        return null;
    }

    /// <summary>Takes a block and its ancestors out of turn, oldest first; empty if the block does not wait.</summary>
    public IReadOnlyList<LaneItem> TakeChain(BlockHash head)
    {
        var chain = new List<LaneItem>();
        for (var node = _items.Last; node is not null;)
        {
            // Blocks wait in the order they came, so a parent stands before its child.
            var previous = node.Previous;
            if (node.Value.NewPayload?.Parameters is { } block && block.BlockHash == head)
            {
                chain.Add(Remove(node));
                head = block.ParentHash;
            }

            node = previous;
        }

        chain.Reverse();
        return chain;
    }

    /// <summary>Drops what is left of a replay; says how many calls that were.</summary>
    public int RemoveReplay() => RemoveAll(static item => item.IsReplay);

    /// <summary>Drops everything; says how many calls that were.</summary>
    public int Clear() => RemoveAll(static _ => true);

    /// <summary>Drops the waiting forkchoiceUpdated; says how many that were.</summary>
    /// <param name="successor">The call that takes its place, if it is one that waits itself.</param>
    public int RemoveForkchoice(LaneItem? successor)
    {
        var count = 0;
        for (var node = _items.Last; node is not null;)
        {
            var previous = node.Previous;
            if (node.Value.Forkchoice is not null)
            {
                successor?.TakePlaceOf(node.Value);
                Remove(node).Dispose();
                count++;
            }

            node = previous;
        }

        return count;
    }

    private int RemoveAll(Func<LaneItem, bool> goes)
    {
        var count = 0;
        for (var node = _items.First; node is not null;)
        {
            var next = node.Next;
            if (goes(node.Value))
            {
                Remove(node).Dispose();
                count++;
            }

            node = next;
        }

        return count;
    }

    private LaneItem Remove(LinkedListNode<LaneItem> node)
    {
        _items.Remove(node);
        Bytes -= node.Value.Length;
        return node.Value;
    }
}

/// <summary>What a call pushed out of the lane.</summary>
/// <param name="Superseded">Forkchoice updates that a newer one replaced.</param>
/// <param name="Full">Calls dropped because of a limit.</param>
internal readonly record struct LaneDrops(int Superseded, int Full);
