using System.Text.Json.Nodes;
using Sidecar.TestKit;

namespace Sidecar.Devnet.DemoHa;

/// <summary>One block's way from forkchoiceUpdated to getPayload.</summary>
internal sealed class Slot(int number, ChainPoint parent, ulong timestamp, SequencerNode leader)
{
    public int Number => number;

    public ChainPoint Parent => parent;

    public ulong Timestamp => timestamp;

    /// <summary>Moves when the leader is lost.</summary>
    public SequencerNode Leader { get; set; } = leader;

    public JsonObject Attributes { get; } = leader.InUse.OpNode.Attributes(parent, new() { Timestamp = timestamp });

    /// <summary>Set by the answer to forkchoiceUpdated.</summary>
    public string PayloadId { get; set; } = "";

    /// <summary>What goes wrong in it; null when nothing does.</summary>
    public PlannedFault? Fault { get; set; }

    /// <summary>forkchoiceUpdated with the attributes, at the leader. Null, or what was wrong with the answer.</summary>
    public async Task<string?> StartBuildAsync(CancellationToken cancellationToken)
    {
        var (_, call) = await Leader.CallAsync(
            opNode => opNode.ForkchoiceUpdatedAsync(Parent.Hash, Attributes, 3, cancellationToken));
        var started = EngineAnswers.PayloadIdOf(call);
        PayloadId = started ?? PayloadId;
        return started is null ? $"{call}" : null;
    }

    public Task<NodeCall> GetPayloadAsync(SequencerNode sequencer, CancellationToken cancellationToken) =>
        sequencer.CallAsync(opNode => opNode.GetPayloadAsync(PayloadId, null, cancellationToken));
}
