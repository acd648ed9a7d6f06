using Sidecar.Contracts.Payloads;

namespace Sidecar.Grains.Payloads;

[GrainType("payload")]
internal sealed class PayloadGrain(
    [PersistentState("payload", GrainStores.Payloads)] IPersistentState<PayloadState> payload,
    PayloadGrainOptions options) : Grain, IPayloadGrain
{
    public async Task<PayloadRecord> Open(PayloadBuild build, CancellationToken cancellationToken)
    {
        var (next, record) = PayloadTransitions.Open(payload.State, build, options);
        await payload.KeepAsync(next, cancellationToken);
        return record;
    }

    public Task RecordBuilder(PayloadBuild build, BuilderRun run, CancellationToken cancellationToken) =>
        payload.KeepAsync(
            PayloadTransitions.RecordBuilder(payload.State, build, run, options), cancellationToken);

    public async Task<PayloadDecision> Decide(
        PayloadBuild build, PayloadDecision proposed, CancellationToken cancellationToken)
    {
        var (next, winner) = PayloadTransitions.Decide(payload.State, build, proposed, options);
        await payload.KeepAsync(next, cancellationToken);
        return winner;
    }

    public async Task<PayloadRecord?> Find(CancellationToken cancellationToken)
    {
        // Asked only after a failover, when what this activation remembers may have been written past.
        await payload.ReadStateAsync(cancellationToken);
        return PayloadTransitions.Newest(payload.State);
    }

    public Task<PayloadState> GetState() => Task.FromResult(payload.State);
}
