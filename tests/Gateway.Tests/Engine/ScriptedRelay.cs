using Sidecar.Contracts;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>The builder's side of the walks; the test says what the builder answers, and when.</summary>
internal sealed class ScriptedRelay : IBuilderRelay
{
    private readonly List<TaskCompletionSource<BuilderBuild>> _acknowledgements = [];

    public FallbackReason Reason { get; set; }

    public Exception? Fault { get; set; }

    public List<ForkchoiceCall> Heads { get; } = [];

    public List<NewPayloadCall> Blocks { get; } = [];

    public List<BuildCall> Builds { get; } = [];

    public List<(BuildDigest Digest, ulong Timestamp)> LeftOut { get; } = [];

    public List<bool> AskedWithNoTxPool { get; } = [];

    /// <summary>Ends the newest StartBuild.</summary>
    public TaskCompletionSource<BuilderBuild> Acknowledgement => _acknowledgements[^1];

    public FallbackReason WhyNotBuild(bool noTxPool)
    {
        ThrowIfFaulty();
        AskedWithNoTxPool.Add(noTxPool);
        return noTxPool ? FallbackReason.NoTxPool : Reason;
    }

    public void LeaveOut(BuildDigest digest, ulong timestamp) => LeftOut.Add((digest, timestamp));

    public void Follow(ForkchoiceCall call)
    {
        ThrowIfFaulty();
        Heads.Add(call);
    }

    public void Follow(UnreadBlock block)
    {
        ThrowIfFaulty();
        if (block.Read() is { } call)
        {
            Blocks.Add(call);
        }
    }

    public Task<BuilderBuild> StartBuildAsync(BuildCall call)
    {
        Builds.Add(call);
        _acknowledgements.Add(new(TaskCreationOptions.RunContinuationsAsynchronously));
        return Acknowledgement.Task;
    }

    private void ThrowIfFaulty()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }
}
