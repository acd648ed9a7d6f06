namespace Orleans.Embedded.Tests;

public interface IShapesGrain : IInheritedGrain
{
    Task NoResult();

    ValueTask ValueNoResult();

    Task<int> Number(int number);

    ValueTask<int> ValueNumber(int number);

    Task<CounterSnapshot> Echo(CounterSnapshot message);

    Task<string?> Read(AmbientReader reader);

    Task ThrowAtOnce();

    Task ThrowLater();

    Task<string> Key();
}
