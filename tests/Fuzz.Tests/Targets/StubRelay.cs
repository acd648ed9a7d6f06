using Sidecar.Contracts;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Engine;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>A builder that starts every build and follows everything.</summary>
internal sealed class StubRelay : IBuilderRelay, IBuilderGate
{
    public bool MayFollow => true;

    /// <summary>The last block handed over, with its lease; whoever takes it disposes of it.</summary>
    public NewPayloadCall? LastBlock { get; set; }

    public FallbackReason WhyNotBuild(bool noTxPool) => noTxPool ? FallbackReason.NoTxPool : FallbackReason.None;

    public void Follow(ForkchoiceCall call)
    {
        // Nothing to keep: it owns its bytes.
    }

    public void Follow(UnreadBlock block)
    {
        if (block.Read() is { } call)
        {
            LastBlock?.Dispose();
            LastBlock = call;
        }
    }

    public Task<BuilderBuild> StartBuildAsync(BuildCall call) => Task.FromResult(BuilderBuild.Started(new PayloadId(0xb1)));

    public ValueTask<BuildPermission> RequestAsync(BuildDigest digest, ulong timestamp) =>
        ValueTask.FromResult(BuildPermission.Start());

    public void LeaveOut(BuildDigest digest, ulong timestamp)
    {
        // There is no cluster to tell.
    }

    public void Leads(BuildDigest digest, ulong timestamp)
    {
        // There is no cluster to tell.
    }

    public void Started(BuildDigest digest, BuilderBuild build)
    {
        // There is no cluster to tell.
    }

    public void Ended(BuildDigest digest, FallbackReason outcome)
    {
        // There is no cluster to tell.
    }
}
