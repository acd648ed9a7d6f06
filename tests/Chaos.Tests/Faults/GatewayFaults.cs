using Sidecar.Chaos.Tests.Cluster;
using Sidecar.Chaos.Tests.Driving;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Faults;

/// <summary>Kills and freezes gateways, one of a sequencer's at a time, and asks the same elsewhere.</summary>
internal sealed class GatewayFaults(ChaosNetwork network, HistoryRecorder recorder, Recoveries recoveries)
{
    private static readonly TimeSpan RepeatPatience = TimeSpan.FromSeconds(2);

    public async Task<bool> KillAsync(PlannedFault fault, SlotState slot)
    {
        var node = fault.OnLeader ? network.Leader : network.Follower;
        if (slot.Phase == SlotPhase.DuringGetPayload)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.Variant % 12));
        }

        return await KillAsync(fault, node, Pick(fault, node));
    }

    public async Task<bool> KillAfterAnswerAsync(PlannedFault fault, SlotState slot)
    {
        if (slot.AnsweredBy is not { } gateway || !await KillAsync(fault, network.Leader, gateway))
        {
            return false;
        }

        await RepeatAsync(slot, network.Leader, network.Leader.Spare(gateway));
        if (fault.Variant % 2 == 0)
        {
            await RepeatAsync(slot, network.Follower, network.Follower.Preferred);
        }

        return true;
    }

    public async Task<bool> AskAgainAsync(PlannedFault fault, SlotState slot)
    {
        if (slot.AnsweredBy is not { } gateway)
        {
            return false;
        }

        return (fault.Variant % 3) switch
        {
            0 => await RepeatAsync(slot, network.Leader, gateway),
            1 => await RepeatAsync(slot, network.Leader, network.Leader.Spare(gateway)),
            _ => await RepeatAsync(slot, network.Follower, network.Follower.Preferred),
        };
    }

    public bool Pause(PlannedFault fault)
    {
        var node = fault.OnLeader ? network.Leader : network.Follower;
        var gateway = Pick(fault, node);
        if (!gateway.IsUp || node.Spare(gateway) is null)
        {
            return false;
        }

        gateway.Pause();
        recoveries.Add(fault.Slot + fault.Length, gateway.Resume);
        return true;
    }

    /// <summary>The leader's machine is gone, and the other sequencer leads.</summary>
    public async Task<bool> LoseLeaderAsync(PlannedFault fault)
    {
        if (!network.FollowerCanLead)
        {
            return false;
        }

        var lost = network.Leader;
        network.Conductor.Elect(network.Follower);
        foreach (var gateway in lost.Gateways.Where(gateway => gateway.IsUp || gateway.IsPaused))
        {
            await gateway.KillAsync();
            recoveries.Add(fault.Slot + fault.Length, gateway.BeginRestart);
        }

        return true;
    }

    private static GatewayNode Pick(PlannedFault fault, SequencerNode node) =>
        fault.Variant % 4 > 0 ? node.Preferred : node.Gateways[fault.Variant / 4 % node.Gateways.Count];

    private async Task<bool> KillAsync(PlannedFault fault, SequencerNode node, GatewayNode gateway)
    {
        if (!gateway.IsUp || node.Spare(gateway) is null)
        {
            return false;
        }

        await gateway.KillAsync();
        recoveries.Add(fault.Slot + fault.Length, gateway.BeginRestart);
        return true;
    }

    private async Task<bool> RepeatAsync(SlotState slot, SequencerNode node, GatewayNode? gateway)
    {
        if (gateway is not { IsUp: true } || slot.PayloadId is not { } payloadId)
        {
            return false;
        }

        var frame = new CallFrame(slot.Number, slot.Phase, recorder.Now + RepeatPatience);
        await node.GetPayloadOnceAsync(gateway, frame, payloadId, isRepeat: true);
        return true;
    }
}
