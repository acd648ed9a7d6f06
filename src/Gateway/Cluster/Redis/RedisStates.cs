using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using Sidecar.Gateway.Configuration;
using Sidecar.Grains;
using Sidecar.Grains.Detached;
using StackExchange.Redis;

namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>States of grains in Redis, under the keys and in the form of Microsoft.Orleans.Persistence.Redis.</summary>
/// <remarks>
/// One hash per state, <c>{ServiceId}/state/{grainType}/{grainKey}/{stateName}</c>, with the fields <c>etag</c> and
/// <c>data</c>. See docs/redis.md.
/// </remarks>
internal sealed class RedisStates(RedisLink link, IOptions<ClusterOptions> options) : IDetachedStates
{
    /// <summary>
    /// KEYS[1] the state's hash; ARGV[1] the etag that was read, empty when there was none, ARGV[2] new etag, ARGV[3]
    /// data, ARGV[4] seconds to live or -1. -1 when the stored etag is another one.
    /// </summary>
    private const string Write =
        """
        if (redis.call('HGET', KEYS[1], 'etag') or '') ~= ARGV[1] then return -1 end
        redis.call('HSET', KEYS[1], 'etag', ARGV[2], 'data', ARGV[3])
        if ARGV[4] ~= '-1' then redis.call('EXPIRE', KEYS[1], ARGV[4]) end
        return 0
        """;

    private const long Forever = -1;

    // As the engines' serializers: neighbouring versions read each other.
    private static readonly JsonSerializerOptions Json = new()
    {
        IncludeFields = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly RedisValue EtagField = "etag";
    private static readonly RedisValue DataField = "data";

    private readonly string _keyPrefix = $"{options.Value.ServiceId}/state/";
    private readonly long _payloadSeconds = (long)Math.Ceiling(options.Value.StateAgeMax.TotalSeconds);

    public async Task<IPersistentState<TState>> LoadAsync<TState>(
        string grainType, string key, string stateName, string store, CancellationToken cancellationToken)
        where TState : class, new()
    {
        var state = new RedisState<TState>(
            this, $"{_keyPrefix}{grainType}/{key}/{stateName}", store == GrainStores.Payloads ? _payloadSeconds : Forever);
        await state.ReadStateAsync(cancellationToken);
        return state;
    }

    /// <returns>The state, and its etag; nulls if nothing is stored.</returns>
    /// <exception cref="RedisUnavailableException">Redis is away, late or refuses.</exception>
    /// <exception cref="JsonException">What is stored is not of this type.</exception>
    public async Task<(TState? State, string? Etag)> ReadAsync<TState>(RedisKey key, CancellationToken cancellationToken)
        where TState : class
    {
        var fields = await RunAsync(
            database => database.HashGetAsync(key, [DataField, EtagField]), cancellationToken);
        var state = fields[0].IsNullOrEmpty ? null : JsonSerializer.Deserialize<TState>((byte[])fields[0]!, Json);
        return (state, fields[1]);
    }

    /// <returns>The new etag.</returns>
    /// <exception cref="InconsistentStateException">The stored state is another one than <paramref name="etag"/>.</exception>
    /// <exception cref="RedisUnavailableException">Redis is away, late or refuses.</exception>
    public async Task<string> WriteAsync<TState>(
        RedisKey key, TState state, string? etag, long secondsToLive, CancellationToken cancellationToken)
    {
        var next = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        RedisValue[] values = [etag ?? "", next, JsonSerializer.SerializeToUtf8Bytes(state, Json), secondsToLive];
        var result = await RunAsync(
            database => database.ScriptEvaluateAsync(Write, [key], values, CommandFlags.NoScriptCache), cancellationToken);
        return (int)result == 0 ? next : throw new InconsistentStateException($"State {key} was written by another.");
    }

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var reply = await link.RunAsync(command, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return reply.Failure == RedisFailure.None
            ? reply.Value! : throw new RedisUnavailableException($"Redis: {reply.Failure}.");
    }
}
