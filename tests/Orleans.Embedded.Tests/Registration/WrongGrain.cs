namespace Orleans.Embedded.Tests.Registration;

public sealed class WrongGrain : Grain, IWrongGrain
{
    public int Size => 0;

    public Task Bytes(byte[] bytes) => Task.CompletedTask;

    public Task PromisedBytes(byte[] bytes) => Task.CompletedTask;

    public Task Plain(Unmarked state) => Task.CompletedTask;

    public Task<CounterState> Mutable() => Task.FromResult(new CounterState());

    public Task TokenFirst(CancellationToken cancellationToken, int number) => Task.CompletedTask;

    public void Synchronous()
    {
    }

    public Task Generic<T>() => Task.CompletedTask;
}
