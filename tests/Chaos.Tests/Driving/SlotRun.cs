using Sidecar.Chaos.Tests.Faults;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>One slot: the leader proposes, the conductor commits, both insert. Who leads may change in between.</summary>
internal sealed class SlotRun(
    ChaosNetwork network, FaultInjector injector, HistoryRecorder recorder, TimeSpan thinkTime)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public async Task<SlotRecord> RunAsync(SlotState slot, IReadOnlyList<PlannedFault> faults)
    {
        await injector.RecoverAsync(slot.Number);
        await injector.StrikeAsync(faults, slot, SlotPhase.SlotStart);
        var planned = faults.ToList();
        BuiltBlock? block = null;
        while (block is null && recorder.Now < slot.Deadline)
        {
            block = await ProposeAsync(slot, planned);
        }

        if (block is not null)
        {
            await injector.StrikeAsync(faults, slot, SlotPhase.BeforeNewPayload);
        }

        var isInserted = block is not null && await InsertAsync(slot, block);
        return new(
            slot.Number, network.Leader.Name, slot.Start, recorder.Now, slot.Head.Hash,
            isInserted ? block!.Point.Hash : null, slot.Phase, network.Leader.LastFailure);
    }

    /// <summary>The committed block; null when the leader got none, or another one leads by now.</summary>
    private async Task<BuiltBlock?> ProposeAsync(SlotState slot, List<PlannedFault> faults)
    {
        var leader = network.Leader;
        await StrikeOnceAsync(faults, slot, SlotPhase.BeforeForkchoice);
        if (!await network.CatchUpAsync(leader, slot.Deadline)
            || await leader.StartBuildAsync(slot.Frame, slot.Head) is not { } payloadId)
        {
            return null;
        }

        slot.PayloadId = payloadId;
        await Task.Delay(thinkTime);
        await StrikeOnceAsync(faults, slot, SlotPhase.BeforeGetPayload);
        if (leader != network.Leader)
        {
            return null;
        }

        slot.Phase = SlotPhase.DuringGetPayload;
        var asked = leader.GetPayloadAsync(slot.Frame, payloadId);
        await StrikeOnceAsync(faults, slot, SlotPhase.DuringGetPayload);
        var (gateway, block) = await asked;
        slot.AnsweredBy = gateway;
        if (block is null)
        {
            await Task.Delay(Pause);
            return null;
        }

        await StrikeOnceAsync(faults, slot, SlotPhase.AfterAnswer);
        return network.Conductor.TryCommit(leader, slot.Number, block) ? block : null;
    }

    private async Task StrikeOnceAsync(List<PlannedFault> faults, SlotState slot, SlotPhase phase)
    {
        await injector.StrikeAsync(faults, slot, phase);
        faults.RemoveAll(fault => fault.Phase == phase);
    }

    private async Task<bool> InsertAsync(SlotState slot, BuiltBlock block)
    {
        // Whoever leads by now: the committed block is the new leader's block as well.
        var leader = network.Leader;
        var isInserted = await network.CatchUpAsync(leader, slot.Deadline)
            && await leader.InsertAsync(slot.Frame, block);
        foreach (var node in network.Sequencers.Where(node => node != leader || !isInserted))
        {
            // Hardly later than the leader, and different from slot to slot.
            network.Send(node, slot.Number, block, TimeSpan.FromMilliseconds(5 + (slot.Number * 7 % 40)));
        }

        return isInserted;
    }
}
