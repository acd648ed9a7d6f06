namespace Orleans.Embedded.Tests.Registration;

public sealed class WrongStateGrain(
    [PersistentState("state")] IPersistentState<CounterSnapshot> state, IPersistentState<CounterState> plain)
    : Grain, ISelfishGrain
{
    public Task Ping() => Task.FromResult((state, plain));
}
