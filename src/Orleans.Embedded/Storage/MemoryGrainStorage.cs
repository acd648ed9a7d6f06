using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps states in memory, serialized, with the versions and conflicts of <c>RedisGrainStorage</c>.</summary>
/// <remarks>Thread-safe; may be shared by several hosts of a process, which then conflict as processes do.</remarks>
public sealed class MemoryGrainStorage(
    IGrainStorageSerializer serializer, MemoryGrainStorageOptions options, TimeProvider time)
    : IGrainStorage, ISharedGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string State), Entry> _entries = [];
    private long _nextPurge = long.MinValue;

    /// <summary>Stored states, expired ones included until a write finds them.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        Entry? entry;
        lock (_gate)
        {
            entry = Find_NeedsLock((grainId, stateName));
        }

        grainState.ETag = entry?.Etag;
        grainState.RecordExists = entry?.Data is not null;
        grainState.State = entry?.Data is { } data ? serializer.Deserialize<T>(data) : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var data = serializer.Serialize(grainState.State);
        grainState.ETag = Replace((grainId, stateName), grainState.ETag, data, remove: false);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        grainState.ETag = Replace((grainId, stateName), grainState.ETag, null, options.DeleteStateOnClear);
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    ValueTask<string?> ISharedGrainStorage.ReadEtagAsync(
        string stateName, GrainId grainId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Find_NeedsLock((grainId, stateName))?.Etag);
        }
    }

    private string? Replace((GrainId Grain, string State) key, string? etag, BinaryData? data, bool remove)
    {
        lock (_gate)
        {
            var stored = Find_NeedsLock(key);
            if (!string.Equals(stored?.Etag ?? "", etag ?? "", StringComparison.Ordinal))
            {
                throw new InconsistentStateException(
                    $"Version conflict on state {key.State} of grain {key.Grain}.", stored?.Etag, etag);
            }

            if (remove)
            {
                _entries.Remove(key);
                return null;
            }

            MakeRoom_NeedsLock(isNew: stored is null);
            // Clearing keeps the expiry that the record has, as it does in Redis.
            var expiresAt = data is null ? stored?.ExpiresAt ?? long.MaxValue : ExpiryFromNow();
            var entry = new Entry(Guid.NewGuid().ToString("N"), data, expiresAt);
            _entries[key] = entry;
            return entry.Etag;
        }
    }

    private Entry? Find_NeedsLock((GrainId Grain, string State) key) =>
        _entries.TryGetValue(key, out var entry) && entry.ExpiresAt > time.GetTimestamp() ? entry : null;

    private long ExpiryFromNow() =>
        options.EntryExpiry is { } expiry ? time.GetTimestamp() + TicksOf(expiry) : long.MaxValue;

    private long TicksOf(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private void MakeRoom_NeedsLock(bool isNew)
    {
        var now = time.GetTimestamp();
        if (options.EntryExpiry is { } expiry && now >= _nextPurge)
        {
            // Removing while enumerating is allowed, unlike adding.
            foreach (var (key, entry) in _entries)
            {
                if (entry.ExpiresAt <= now)
                {
                    _entries.Remove(key);
                }
            }

            // At most twice as many records as live ones ever stay.
            _nextPurge = now + TicksOf(expiry);
        }

        if (isNew && _entries.Count >= options.MaxEntries)
        {
            throw new LimitExceededException($"The store holds {_entries.Count} states, its limit.");
        }
    }

    private sealed record Entry(string Etag, BinaryData? Data, long ExpiresAt);
}
