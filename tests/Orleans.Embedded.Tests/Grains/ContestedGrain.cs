namespace Orleans.Embedded.Tests;

/// <summary>Keeps its state where <see cref="CounterGrain"/> does, in hosts without that class.</summary>
[GrainType("counter")]
public sealed class ContestedGrain(
    [PersistentState("counter", "store")] IPersistentState<CounterState> counter, Stage stage) : Grain, IContestedGrain
{
    public async Task LoseAgainst(Rival rival)
    {
        stage.Note("run");
        await rival.Counter.Increment(CancellationToken.None);
        counter.State.Value++;
        await counter.WriteStateAsync();
    }

    public async Task LoseSlowly(Rival rival, string gate, CancellationToken cancellationToken)
    {
        await stage.PassAsync(gate, CancellationToken.None);
        await LoseAgainst(rival);
    }
}
