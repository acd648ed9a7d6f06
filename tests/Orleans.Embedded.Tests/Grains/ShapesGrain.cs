namespace Orleans.Embedded.Tests;

public sealed class ShapesGrain(IServiceProvider services) : Grain, IShapesGrain
{
    public Task NoResult() => Task.CompletedTask;

    public ValueTask ValueNoResult() => ValueTask.CompletedTask;

    public Task<int> Number(int number) => Task.FromResult(number);

    public ValueTask<int> ValueNumber(int number) => ValueTask.FromResult(number);

    public Task<CounterSnapshot> Echo(CounterSnapshot message) => Task.FromResult(message);

    public Task<string?> Read(AmbientReader reader) => Task.FromResult(reader.Read());

    public Task ThrowAtOnce() => throw new KeyNotFoundException("at once");

    public async Task ThrowLater()
    {
        await Task.Yield();
        throw new KeyNotFoundException("later");
    }

    public Task<string> Key()
    {
        Assert.NotNull(services);
        return Task.FromResult(this.GetPrimaryKeyString());
    }

    Task<string> IInheritedGrain.Inherited() => Task.FromResult("inherited");
}
