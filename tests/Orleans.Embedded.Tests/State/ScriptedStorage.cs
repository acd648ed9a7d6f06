using System.Threading.Channels;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.State;

/// <summary>A store whose writes wait for the test, and fail when told to.</summary>
internal sealed class ScriptedStorage(MemoryGrainStorage inner) : IGrainStorage
{
    private readonly Channel<bool> _permits = Channel.CreateUnbounded<bool>();
    private Exception? _failure;

    public List<int> Written { get; } = [];

    public void LetOneThrough() => _permits.Writer.TryWrite(true);

    public void FailNext(Exception failure) => _failure = failure;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw failure;
        }

        Written.Add(((IGrainState<CounterState>)grainState).State!.Value);
        await _permits.Reader.ReadAsync();
        await inner.WriteStateAsync(stateName, grainId, grainState);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}
