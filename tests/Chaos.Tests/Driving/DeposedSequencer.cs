using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>
/// A sequencer that does not know yet that it was deposed: it asks for its block again and again, and commits none.
/// </summary>
internal sealed class DeposedSequencer(
    SequencerNode node, Gossip gossip, Conductor conductor, HistoryRecorder recorder, TimeSpan thinkTime)
{
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(1.5);

    /// <summary>Goes on from a head for so many rounds; then it learns, and follows.</summary>
    public async Task RunAsync(int slot, ChainPoint head, int rounds)
    {
        await gossip.HoldAsync();
        try
        {
            for (var round = 0; round < rounds && conductor.Leader != node; round++)
            {
                var frame = new CallFrame(slot, SlotPhase.Deposed, recorder.Now + CallPatience);
                if (await node.StartBuildAsync(frame, head) is not { } payloadId)
                {
                    continue;
                }

                await Task.Delay(thinkTime);
                frame = frame with { Deadline = recorder.Now + CallPatience };
                if (await node.GetPayloadAsync(frame, payloadId) is { Block: { } block }
                    && conductor.TryCommit(node, slot, block))
                {
                    throw new InvalidOperationException($"The conductor took a block of {node.Name}, which does not lead.");
                }

                await node.SetHeadAsync(frame, head.Hash);
            }
        }
        finally
        {
            gossip.Open();
        }
    }
}
