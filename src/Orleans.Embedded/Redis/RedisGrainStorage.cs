using System.Globalization;
using Orleans.Embedded;
using Orleans.Persistence.Redis;
using Orleans.Runtime;
using Orleans.Storage;
using StackExchange.Redis;

namespace Orleans.Persistence;

/// <summary>Keeps states in Redis, under the keys and in the form of Microsoft.Orleans.Persistence.Redis.</summary>
/// <remarks>
/// One hash per state, <c>{ServiceId}/state/{grainType}/{grainKey}/{stateName}</c>, with the fields <c>etag</c> and
/// <c>data</c>.
/// </remarks>
public sealed class RedisGrainStorage : IGrainStorage, ISharedGrainStorage, IAsyncDisposable
{
    private static readonly RedisValue EtagField = "etag";
    private static readonly RedisValue DataField = "data";

    private readonly RedisStorageOptions _options;
    private readonly IGrainStorageSerializer _serializer;
    private readonly string _keyPrefix;
    private readonly RedisValue _secondsToLive;
    private readonly RedisLink _link;

    public RedisGrainStorage(
        RedisStorageOptions options, string serviceId, IGrainStorageSerializer serializer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _serializer = options.GrainStorageSerializer ?? serializer;
        _keyPrefix = $"{serviceId}/state/";
        _secondsToLive = options.EntryExpiry is { } expiry
            ? Math.Ceiling(expiry.TotalSeconds).ToString(CultureInfo.InvariantCulture)
            : "-1";
        _link = new RedisLink(options, time);
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var key = KeyOf(grainId, stateName);
        var fields = await RunAsync(key, "read", database => database.HashGetAllAsync(key), cancellationToken);
        var data = Array.Find(fields, field => field.Name == DataField).Value;
        grainState.ETag = Array.Find(fields, field => field.Name == EtagField).Value;
        grainState.RecordExists = !data.IsNullOrEmpty;
        grainState.State = data.IsNullOrEmpty ? Activator.CreateInstance<T>() : Deserialize<T>(key, data);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var key = KeyOf(grainId, stateName);
        var etag = NewEtag();
        var data = _serializer.Serialize(grainState.State).ToArray();
        RedisValue[] values = [grainState.ETag ?? "", etag, data, _secondsToLive];
        await ChangeAsync(key, RedisScripts.Write, values, grainState.ETag, cancellationToken);
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var key = KeyOf(grainId, stateName);
        var etag = _options.DeleteStateOnClear ? null : NewEtag();
        var script = etag is null ? RedisScripts.Delete : RedisScripts.Clear;
        RedisValue[] values = etag is null ? [grainState.ETag ?? ""] : [grainState.ETag ?? "", etag];
        await ChangeAsync(key, script, values, grainState.ETag, cancellationToken);
        grainState.ETag = etag;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    async ValueTask<string?> ISharedGrainStorage.ReadEtagAsync(
        string stateName, GrainId grainId, CancellationToken cancellationToken)
    {
        var key = KeyOf(grainId, stateName);
        return await RunAsync(key, "look at", database => database.HashGetAsync(key, EtagField), cancellationToken);
    }

    private static string NewEtag() => Guid.NewGuid().ToString("N");

    private RedisKey KeyOf(GrainId grainId, string stateName) => $"{_keyPrefix}{grainId}/{stateName}";

    private T? Deserialize<T>(RedisKey key, RedisValue data)
    {
        try
        {
            return _serializer.Deserialize<T>(new BinaryData((byte[])data!));
        }
        catch (Exception exception)
        {
            throw new RedisStorageException($"State {key} cannot be read: {exception.Message}", exception);
        }
    }

    private async Task ChangeAsync(
        RedisKey key, string script, RedisValue[] values, string? etag, CancellationToken cancellationToken)
    {
        var result = await RunAsync(
            key,
            "change",
            database => database.ScriptEvaluateAsync(script, [key], values, CommandFlags.NoScriptCache),
            cancellationToken);
        if ((int)result == -1)
        {
            throw new InconsistentStateException($"Version conflict on state {key}.", null, etag);
        }
    }

    private async Task<T> RunAsync<T>(
        RedisKey key, string verb, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await _link.RunAsync(key, command, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or RedisStorageException or TimeoutException)
        {
            throw new RedisStorageException($"Failed to {verb} state {key}: {exception.Message}", exception);
        }
    }
}
