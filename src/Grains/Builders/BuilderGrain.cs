using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Payloads;

namespace Sidecar.Grains.Builders;

[GrainType("builder")]
internal sealed class BuilderGrain(
    [PersistentState("builder", GrainStores.Cluster)] IPersistentState<BuilderState> builder,
    TimeProvider time,
    BuilderGrainOptions options) : Grain, IBuilderGrain
{
    public async Task<BuildPermit> RequestBuild(BuildRequest request, CancellationToken cancellationToken)
    {
        var (next, permit) = BuilderTransitions.RequestBuild(builder.State, request, time.GetUtcNow(), options);
        await builder.KeepAsync(next, cancellationToken);
        return permit;
    }

    public async Task<BuilderView> ReportLead(BuildRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await builder.KeepAsync(
            BuilderTransitions.ReportLead(builder.State, request, now, options), cancellationToken);
        return BuilderTransitions.View(builder.State, now, options);
    }

    public Task RecordBuild(BuildDigest digest, BuilderRun run, CancellationToken cancellationToken) =>
        builder.KeepAsync(
            BuilderTransitions.RecordBuild(builder.State, digest, run, time.GetUtcNow(), options), cancellationToken);

    public async Task<BuilderView> ReportOutcome(BuildOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await builder.KeepAsync(
            BuilderTransitions.ReportOutcome(builder.State, outcome, now, options), cancellationToken);
        return BuilderTransitions.View(builder.State, now, options);
    }

    public async Task<BuilderView> ReportSync(SyncObservation observation, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await builder.KeepAsync(
            BuilderTransitions.ReportSync(builder.State, observation, now, options), cancellationToken);
        return BuilderTransitions.View(builder.State, now, options);
    }

    public Task ReleaseWriter(string gatewayId, CancellationToken cancellationToken) =>
        builder.KeepAsync(BuilderTransitions.ReleaseWriter(builder.State, gatewayId), cancellationToken);

    public Task<BuilderView> Look(CancellationToken cancellationToken) =>
        Task.FromResult(BuilderTransitions.View(builder.State, time.GetUtcNow(), options));

    public Task<BuilderState> GetState() => Task.FromResult(builder.State);
}
