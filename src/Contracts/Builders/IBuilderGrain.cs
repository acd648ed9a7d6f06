using Orleans.Concurrency;
using Sidecar.Contracts.Payloads;

namespace Sidecar.Contracts.Builders;

/// <summary>What all gateways of a chain know of one builder: who may write to it, what it builds, how it fares.</summary>
/// <remarks>
/// Key: <see cref="GrainKeys.Builder"/>. Every method may be called again with the same arguments, and changes nothing
/// the second time.
/// </remarks>
[Alias("sidecar.IBuilderGrain")]
public interface IBuilderGrain : IGrainWithStringKey
{
    /// <summary>Asks whether a gateway may send attributes to the builder, and notes that it does.</summary>
    [Alias("RequestBuild")]
    Task<BuildPermit> RequestBuild(BuildRequest request, CancellationToken cancellationToken);

    /// <summary>Notes who leads when a build does not go to the builder: its heads are the ones to follow.</summary>
    [Alias("ReportLead")]
    Task<BuilderView> ReportLead(BuildRequest request, CancellationToken cancellationToken);

    /// <summary>Records how the builder took a build that was permitted. A failure lets the build be asked for again.</summary>
    [Alias("RecordBuild")]
    Task RecordBuild(BuildDigest digest, BuilderRun run, CancellationToken cancellationToken);

    /// <summary>Records how a build at the builder ended, for the breaker.</summary>
    [Alias("ReportOutcome")]
    Task<BuilderView> ReportOutcome(BuildOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Records whether the builder follows the chain, as one gateway sees it.</summary>
    [Alias("ReportSync")]
    Task<BuilderView> ReportSync(SyncObservation observation, CancellationToken cancellationToken);

    /// <summary>The writer stops: the next one need not wait until its lease has run out. Nothing for any other gateway.</summary>
    [Alias("ReleaseWriter")]
    Task ReleaseWriter(string gatewayId, CancellationToken cancellationToken);

    /// <summary>What gateways act on.</summary>
    [ReadOnly, Alias("Look")]
    Task<BuilderView> Look(CancellationToken cancellationToken);

    /// <summary>Everything held, for inspection.</summary>
    [ReadOnly, Alias("GetState")]
    Task<BuilderState> GetState();
}
