using StackExchange.Redis;

namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>One state of a grain that runs outside of an engine.</summary>
internal sealed class RedisState<TState>(RedisStates states, RedisKey key, long secondsToLive) : IPersistentState<TState>
    where TState : class, new()
{
    public TState State { get; set; } = new();

    public string? Etag { get; private set; }

    public bool RecordExists { get; private set; }

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        var (state, etag) = await states.ReadAsync<TState>(key, cancellationToken);
        State = state ?? new TState();
        Etag = etag;
        RecordExists = state is not null;
    }

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public async Task WriteStateAsync(CancellationToken cancellationToken)
    {
        Etag = await states.WriteAsync(key, State, Etag, secondsToLive, cancellationToken);
        RecordExists = true;
    }

    /// <summary>No grain of ours clears its state.</summary>
    public Task ClearStateAsync() => throw new NotSupportedException("States expire; none is cleared.");

    public Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();
}
