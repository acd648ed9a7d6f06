using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>op-conductor in small: one leader, and the first block that the leader commits for a slot stays.</summary>
internal sealed class Conductor(HistoryRecorder recorder)
{
    /// <summary>Who leads; nobody before the first election.</summary>
    public SequencerNode? Leader { get; private set; }

    /// <summary>The newest committed block; null before the first.</summary>
    public BuiltBlock? Committed { get; private set; }

    /// <summary>Its slot.</summary>
    public int CommittedSlot { get; private set; } = -1;

    public void Elect(SequencerNode leader)
    {
        Leader = leader;
        recorder.Lead(leader.Name);
    }

    /// <summary>Whether the block is this slot's block: only the leader's can be.</summary>
    public bool TryCommit(SequencerNode proposer, int slot, BuiltBlock block)
    {
        if (proposer != Leader || slot <= CommittedSlot)
        {
            return false;
        }

        (CommittedSlot, Committed) = (slot, block);
        return true;
    }
}
