using Orleans.Storage;

namespace Orleans.Embedded.Tests.State;

/// <summary>Gives others the thread before and after each operation, as a store across a network does.</summary>
internal sealed class YieldingStorage(MemoryGrainStorage inner) : IGrainStorage, ISharedGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Yielding(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Yielding(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Yielding(() => inner.ClearStateAsync(stateName, grainId, grainState));

    public async ValueTask<string?> ReadEtagAsync(
        string stateName, GrainId grainId, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var etag = await ((ISharedGrainStorage)inner).ReadEtagAsync(stateName, grainId, cancellationToken);
        await Task.Yield();
        return etag;
    }

    private static async Task Yielding(Func<Task> operation)
    {
        await Task.Yield();
        await operation();
        await Task.Yield();
    }
}
