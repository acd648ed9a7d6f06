using Orleans.Concurrency;

namespace Sidecar.Contracts.Payloads;

/// <summary>What all gateways of a chain know of one payloadId: the build, who builds it, and its one answer.</summary>
/// <remarks>
/// Key: <see cref="GrainKeys.Payload"/>. Every method may be called again with the same arguments, and changes nothing
/// the second time. A client that reuses ids makes several builds under one key; the digest tells them apart.
/// </remarks>
[Alias("sidecar.IPayloadGrain")]
public interface IPayloadGrain : IGrainWithStringKey
{
    /// <summary>Records a build. The first record of a digest stays.</summary>
    [Alias("Open")]
    Task<PayloadRecord> Open(PayloadBuild build, CancellationToken cancellationToken);

    /// <summary>Records how a builder took a build; a builder's id is never replaced by a failure.</summary>
    [Alias("RecordBuilder")]
    Task RecordBuilder(PayloadBuild build, BuilderRun run, CancellationToken cancellationToken);

    /// <summary>
    /// Fixes the answer of a build. The first decision wins; the winner is returned. For one that is
    /// <see cref="PayloadBuild.IsUnknown"/> it is about the newest build on the same parent.
    /// </summary>
    [Alias("Decide")]
    Task<PayloadDecision> Decide(PayloadBuild build, PayloadDecision proposed, CancellationToken cancellationToken);

    /// <summary>The newest build of this id; null if none is known.</summary>
    [ReadOnly, Alias("Find")]
    Task<PayloadRecord?> Find(CancellationToken cancellationToken);

    /// <summary>Everything held, for inspection.</summary>
    [ReadOnly, Alias("GetState")]
    Task<PayloadState> GetState();
}
