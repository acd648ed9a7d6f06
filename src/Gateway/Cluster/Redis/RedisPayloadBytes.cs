using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using StackExchange.Redis;

namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>Bytes of answers in Redis, on a connection of their own: nothing small ever waits behind them.</summary>
/// <remarks>
/// One hash per payload, <c>{ServiceId}/payload/{chainId}/{payloadId}/{blockHash}</c>. Fields <c>0</c>, <c>1</c>, … are
/// chunks of 64 KiB, the last one shorter; <c>length</c> and <c>crc32c</c> are of the whole and come after all chunks
/// were acknowledged. Without them there is no payload, and two gateways that write at once cannot mix theirs.
/// See docs/redis.md.
/// </remarks>
internal sealed partial class RedisPayloadBytes(
    RedisLink link, IOptions<ClusterOptions> cluster, IOptions<EngineOptions> engine, GatewayMetrics metrics,
    TimeProvider time, ILogger<RedisPayloadBytes> logger) : IPayloadBytes
{
    /// <summary>Half a megabyte on its way at once: what a fast network carries in the time of an answer.</summary>
    private const int ChunksInFlightMax = 8;

    /// <summary>
    /// KEYS[1] the payload's hash; ARGV[1] milliseconds to live, then fields and values. Each step renews the expiry, so
    /// that a write that ends half way leaves nothing behind for ever.
    /// </summary>
    private const string Put =
        """
        redis.call('HSET', KEYS[1], unpack(ARGV, 2))
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        """;

    private static readonly RedisValue LengthField = "length";
    private static readonly RedisValue ChecksumField = "crc32c";

    private readonly ChunkPool _chunks = new();
    private readonly RedisValue _ageMax = (long)cluster.Value.PayloadAgeMax.TotalMilliseconds;
    private readonly string _keyPrefix = $"{cluster.Value.ServiceId}/payload/";

    public bool IsKept => true;

    public async Task<bool> WriteAsync(
        PayloadKey key, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var isWritten = bytes.Length <= engine.Value.BodyBytesMax
            && await WriteCoreAsync(KeyOf(key), bytes, cancellationToken);
        metrics.PayloadWritten(isWritten, time.GetElapsedTime(started));
        return isWritten;
    }

    public async Task<BodyLease?> ReadAsync(PayloadKey key, CancellationToken cancellationToken)
    {
        var (outcome, lease) = await ReadCoreAsync(KeyOf(key), cancellationToken);
        metrics.PayloadRead(outcome);
        if (outcome == PayloadReadOutcome.Torn)
        {
            Log.PayloadTorn(logger, key.BlockHash, key.PayloadId);
        }

        return lease;
    }

    private static int ChunkCount(long length) =>
        (int)Math.Max(1, (length + ChunkPool.ChunkBytes - 1) / ChunkPool.ChunkBytes);

    private RedisKey KeyOf(PayloadKey key) => string.Create(
        CultureInfo.InvariantCulture, $"{_keyPrefix}{key.ChainId}/{key.PayloadId}/{key.BlockHash}");

    private async Task<bool> WriteCoreAsync(RedisKey key, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        var inFlight = new Queue<Task<bool>>(ChunksInFlightMax);
        var checksum = Crc32C.Empty;
        var count = ChunkCount(bytes.Length);
        for (var i = 0; i < count; i++)
        {
            if (inFlight.Count == ChunksInFlightMax && !await inFlight.Dequeue())
            {
                return false;
            }

            var rest = bytes.Slice((long)i * ChunkPool.ChunkBytes);
            var chunk = _chunks.Copy(rest.Slice(0, Math.Min(rest.Length, ChunkPool.ChunkBytes)));
            checksum = Crc32C.Append(checksum, chunk);
            inFlight.Enqueue(WriteChunkAsync(key, i, chunk, cancellationToken));
        }

        while (inFlight.TryDequeue(out var written))
        {
            if (!await written)
            {
                return false;
            }
        }

        var end = await PutAsync(
            key, [_ageMax, LengthField, bytes.Length, ChecksumField, (long)checksum], cancellationToken);
        return end == RedisFailure.None;
    }

    private async Task<bool> WriteChunkAsync(RedisKey key, int index, byte[] chunk, CancellationToken cancellationToken)
    {
        var failure = await PutAsync(key, [_ageMax, index, chunk], cancellationToken);
        if (failure is RedisFailure.None or RedisFailure.Refused)
        {
            _chunks.Return(chunk);
        }

        return failure == RedisFailure.None;
    }

    private async Task<RedisFailure> PutAsync(RedisKey key, RedisValue[] values, CancellationToken cancellationToken)
    {
        var reply = await link.RunAsync(
            database => database.ScriptEvaluateAsync(Put, [key], values, CommandFlags.NoScriptCache), cancellationToken);
        return reply.Failure;
    }

    private async Task<(PayloadReadOutcome Outcome, BodyLease? Lease)> ReadCoreAsync(
        RedisKey key, CancellationToken cancellationToken)
    {
        var head = await link.RunAsync(
            database => database.HashGetAsync(key, [LengthField, ChecksumField]), cancellationToken);
        if (head.Failure != RedisFailure.None)
        {
            return (PayloadReadOutcome.Failed, null);
        }

        if (head.Value![0].IsNull)
        {
            return (PayloadReadOutcome.Absent, null);
        }

        if (!TryRead(head.Value[0], out var length) || !TryRead(head.Value[1], out var checksum))
        {
            return (PayloadReadOutcome.Torn, null);
        }

        return length > engine.Value.BodyBytesMax
            ? (PayloadReadOutcome.TooLarge, null)
            : await ReadChunksAsync(key, length, checksum, cancellationToken);
    }

    /// <summary>Chunk by chunk, and not as one answer, which the client would gather in one large array.</summary>
    private async Task<(PayloadReadOutcome Outcome, BodyLease? Lease)> ReadChunksAsync(
        RedisKey key, long length, long checksum, CancellationToken cancellationToken)
    {
        var inFlight = new Queue<Task<RedisReply<RedisValue>>>(ChunksInFlightMax);
        var body = new PooledBody(length);
        var count = ChunkCount(length);
        var outcome = PayloadReadOutcome.Found;
        var sum = Crc32C.Empty;
        for (int i = 0, asked = 0; i < count && outcome == PayloadReadOutcome.Found; i++)
        {
            for (; asked < count && inFlight.Count < ChunksInFlightMax; asked++)
            {
                RedisValue index = asked;
                inFlight.Enqueue(link.RunAsync(database => database.HashGetAsync(key, index), cancellationToken));
            }

            var reply = await inFlight.Dequeue();
            outcome = Take(reply, Math.Min(ChunkPool.ChunkBytes, length - body.Length), body, ref sum);
        }

        if (outcome == PayloadReadOutcome.Found && sum == checksum)
        {
            return (outcome, body.Complete());
        }

        body.Abandon();
        return (outcome == PayloadReadOutcome.Found ? PayloadReadOutcome.Torn : outcome, null);
    }

    private static PayloadReadOutcome Take(
        RedisReply<RedisValue> reply, long expected, PooledBody body, ref uint checksum)
    {
        if (reply.Failure != RedisFailure.None)
        {
            return PayloadReadOutcome.Failed;
        }

        var chunk = (byte[]?)reply.Value;
        if (chunk?.Length != expected)
        {
            return PayloadReadOutcome.Torn;
        }

        checksum = Crc32C.Append(checksum, chunk);
        body.Write(chunk);
        return PayloadReadOutcome.Found;
    }

    private static bool TryRead(RedisValue value, out long number) =>
        long.TryParse((string?)value, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static partial class Log
    {
        [LoggerMessage(5212, LogLevel.Warning, "The bytes of block {BlockHash} for {PayloadId} in Redis are not whole.")]
        public static partial void PayloadTorn(ILogger logger, BlockHash blockHash, PayloadId payloadId);
    }
}
