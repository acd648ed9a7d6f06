using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <remarks>The one call that overtakes.</remarks>
internal sealed partial class BuilderLane
{
    /// <summary>Sends attributes now, behind nothing but the block they build on and its ancestors.</summary>
    public async Task<UpstreamReply> SendAttributesAsync(BuildCall call)
    {
        var deadline = Deadline.After(_time, _options.CallTimeout);
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IReadOnlyList<LaneItem> parents;
        Task blockOnTheWire;
        lock (_lock)
        {
            _metrics.LaneDropped(LaneDropReason.Superseded, _queue.RemoveForkchoice(successor: null));
            parents = _queue.TakeChain(call.Forkchoice.Head);
            var needed = parents.Count > 0 ? parents[0].NewPayload!.Parameters.ParentHash : call.Forkchoice.Head;
            blockOnTheWire = _blocksOnTheWire.GetValueOrDefault(needed, Task.CompletedTask);
            foreach (var parent in parents)
            {
                NoteOnTheWire_NeedsLock(parent);
            }

            _attributesOnTheWire = sent.Task;
        }

        try
        {
            // Ends at the latest with the time limit of the call that carries the block.
            await blockOnTheWire;
            foreach (var parent in parents)
            {
                await SendAsync(parent, deadline);
            }

            var request = new UpstreamRequest(
                UpstreamMethod.ForkchoiceUpdated, JsonSplice.Of(call.Request), deadline, RetryOnce: true);
            var reply = await _builder.SendAsync(request, CancellationToken.None);
            Observe(reply, isForkchoice: true);
            return reply;
        }
        finally
        {
            sent.SetResult();
        }
    }
}
