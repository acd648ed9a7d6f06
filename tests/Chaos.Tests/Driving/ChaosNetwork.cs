using Sidecar.Chaos.Tests.Cluster;
using Sidecar.Chaos.Tests.Recording;
using Sidecar.Chaos.Tests.Running;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>The two op-nodes, their conductor and the gossip between them.</summary>
internal sealed class ChaosNetwork : IAsyncDisposable
{
    private readonly HistoryRecorder _recorder;
    private readonly TimeSpan _thinkTime;
    private readonly Dictionary<SequencerNode, Gossip> _gossip;
    private readonly Dictionary<SequencerNode, Task> _deposed = [];

    public ChaosNetwork(ChaosCluster cluster, HistoryRecorder recorder, TimeSpan thinkTime)
    {
        (_recorder, _thinkTime) = (recorder, thinkTime);
        Sequencers = [.. ChaosOptions.Sequencers.Select(name => new SequencerNode(
            name, [.. cluster.Gateways.Where(gateway => gateway.Sequencer == name)], recorder))];
        _gossip = Sequencers.ToDictionary(node => node, node => new Gossip(node, recorder));
        Conductor = new(recorder);
        Conductor.Elect(Sequencers[0]);
    }

    public IReadOnlyList<SequencerNode> Sequencers { get; }

    public Conductor Conductor { get; }

    public SequencerNode Leader => Conductor.Leader!;

    public SequencerNode Follower => Sequencers.First(node => node != Leader);

    /// <summary>Whether the follower has a gateway and the blocks to lead.</summary>
    public bool FollowerCanLead =>
        Follower.Gateways.Any(gateway => gateway.IsUp) && !IsDeposed(Follower) && _gossip[Follower].Waiting <= 2;

    /// <summary>Waits until the leader has every committed block.</summary>
    public Task<bool> CatchUpAsync(SequencerNode node, TimeSpan deadline) => _gossip[node].DrainAsync(deadline);

    public void Send(SequencerNode to, int slot, BuiltBlock block, TimeSpan delay) => _gossip[to].Send(slot, block, delay);

    /// <summary>Whether it was deposed and has not noticed.</summary>
    public bool IsDeposed(SequencerNode node) => _deposed.TryGetValue(node, out var task) && !task.IsCompleted;

    /// <summary>The leader goes on beside the new one for so many rounds.</summary>
    public void Depose(SlotState slot, int rounds)
    {
        var old = Leader;
        Conductor.Elect(Follower);
        var deposed = new DeposedSequencer(old, _gossip[old], Conductor, _recorder, _thinkTime);
        _deposed[old] = deposed.RunAsync(slot.Number, slot.Head, rounds);
    }

    /// <summary>Ends when no deposed sequencer is at it and every block is delivered.</summary>
    public async Task SettleAsync(TimeSpan deadline)
    {
        await Task.WhenAll(_deposed.Values);
        foreach (var gossip in _gossip.Values)
        {
            await gossip.DrainAsync(deadline);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_deposed.Values);
        foreach (var gossip in _gossip.Values)
        {
            await gossip.DisposeAsync();
        }
    }
}
