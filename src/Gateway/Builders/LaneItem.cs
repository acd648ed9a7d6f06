using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry.Tracing;

namespace Sidecar.Gateway.Builders;

/// <summary>One call waiting in a builder's lane: either a newPayload or an attribute-less forkchoiceUpdated.</summary>
internal sealed class LaneItem(NewPayloadCall? newPayload, ForkchoiceCall? forkchoice, long queuedAt, bool isReplay)
    : IDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The call of op-node that it came with.</summary>
    public CallTrace? Trace { get; init; } = CallTrace.Current;

    public NewPayloadCall? NewPayload => newPayload;

    public ForkchoiceCall? Forkchoice => forkchoice;

    /// <summary>When it was queued, as a timestamp.</summary>
    public long QueuedAt => queuedAt;

    /// <summary>Whether it brings a builder that was away up to the head; such a call passes the sync gate.</summary>
    public bool IsReplay { get; private set; } = isReplay;

    /// <summary>Ends when the builder has answered, or will not be asked any more.</summary>
    public Task Done => _done.Task;

    /// <summary>Bytes it keeps alive.</summary>
    public long Length => newPayload?.Request.Length ?? forkchoice!.State.Length;

    /// <summary>Takes over the part of a call that it supersedes.</summary>
    public void TakePlaceOf(LaneItem superseded) => IsReplay |= superseded.IsReplay;

    /// <summary>What goes to the builder.</summary>
    public JsonSplice ToRequest() => newPayload is not null
        ? JsonSplice.Of(newPayload.Request)
        : JsonRpcText.Request(
            System.Text.Encoding.ASCII.GetString(forkchoice!.Method.Span),
            new System.Buffers.ReadOnlySequence<byte>(forkchoice.State),
            ",null"u8);

    /// <summary>Lets go of the bytes and wakes whoever waits for <see cref="Done"/>.</summary>
    public void Dispose()
    {
        newPayload?.Dispose();
        _done.TrySetResult();
    }
}
