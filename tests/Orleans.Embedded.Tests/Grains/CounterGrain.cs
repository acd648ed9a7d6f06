using Orleans.Persistence.Redis;
using Orleans.Storage;

namespace Orleans.Embedded.Tests;

public sealed class CounterGrain(
    [PersistentState("counter", "store")] IPersistentState<CounterState> counter, Stage stage) : Grain, ICounterGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        stage.Note($"activate {counter.State.Value}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stage.Note($"deactivate {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public async Task<int> Increment(CancellationToken cancellationToken)
    {
        counter.State.Value++;
        await counter.WriteStateAsync(cancellationToken);
        return counter.State.Value;
    }

    public async Task<int> IncrementSlowly(string gate)
    {
        var next = counter.State.Value + 1;
        await stage.PassAsync(gate);
        counter.State.Value = next;
        await counter.WriteStateAsync();
        return next;
    }

    public Task<int> Read(CancellationToken cancellationToken) => Task.FromResult(counter.State.Value);

    public async Task<int> LookSlowly(string gate)
    {
        var before = counter.State.Value;
        await stage.PassAsync(gate);
        Assert.Equal(before, counter.State.Value);
        return before;
    }

    public async Task FailAfterWriting()
    {
        counter.State.Value++;
        await counter.WriteStateAsync();
        throw new InvalidOperationException("after writing");
    }

    public async Task<string> IncrementAndSwallow()
    {
        counter.State.Value++;
        try
        {
            await counter.WriteStateAsync();
            return "written";
        }
        catch (Exception exception) when (exception is InconsistentStateException or RedisStorageException)
        {
            return exception.GetType().Name;
        }
    }

    public Task Clear() => counter.ClearStateAsync();

    public Task<CounterSnapshot> GetState() =>
        Task.FromResult(new CounterSnapshot(counter.State.Value, counter.Etag, counter.RecordExists));

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
