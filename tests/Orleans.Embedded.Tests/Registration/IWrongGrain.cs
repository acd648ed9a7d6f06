namespace Orleans.Embedded.Tests.Registration;

public interface IWrongGrain : IGrainWithStringKey
{
    int Size { get; }

    Task Bytes(byte[] bytes);

    Task PromisedBytes([Immutable] byte[] bytes);

    Task Plain(Unmarked state);

    Task<CounterState> Mutable();

#pragma warning disable CA1068 // The mistake is what is tested.
    Task TokenFirst(CancellationToken cancellationToken, int number);
#pragma warning restore CA1068

    void Synchronous();

    Task Generic<T>();
}
