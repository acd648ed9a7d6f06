using System.Diagnostics.Metrics;

namespace Sidecar.Gateway.Telemetry;

/// <remarks>The instruments of the bytes of answers in Redis.</remarks>
internal sealed partial class GatewayMetrics
{
    private Counter<long> _payloadWrites = null!;
    private Counter<long> _payloadsDropped = null!;
    private Counter<long> _payloadReads = null!;
    private Histogram<double> _payloadWriteDuration = null!;
    private volatile Func<long>? _payloadQueueLength;
    private volatile Func<long>? _payloadQueueBytes;
    private volatile Func<long>? _redisConnected;

    public void ObservePayloadQueue(Func<long> length, Func<long> bytes) =>
        (_payloadQueueLength, _payloadQueueBytes) = (length, bytes);

    public void ObserveRedis(Func<bool> isConnected) => _redisConnected = () => isConnected() ? 1 : 0;

    /// <summary>An attempt to write the bytes of an answer ended.</summary>
    public void PayloadWritten(bool isWhole, TimeSpan elapsed)
    {
        _payloadWrites.Add(1, Tag("outcome", isWhole ? "ok" : "failed"));
        if (isWhole)
        {
            _payloadWriteDuration.Record(elapsed.TotalSeconds);
        }
    }

    /// <summary>The bytes of an answer will not be written.</summary>
    public void PayloadDropped(PayloadDropReason reason) => _payloadsDropped.Add(1, Tag("reason", reason.ToTag()));

    /// <summary>The bytes of an answer were asked for.</summary>
    public void PayloadRead(PayloadReadOutcome outcome) => _payloadReads.Add(1, Tag("outcome", outcome.ToTag()));

    private void CreatePayloads()
    {
        _payloadWrites = _meter.CreateCounter<long>(
            "sidecar.payload.writes", "{write}", "Attempts to write the bytes of an answer to Redis, by outcome.");
        _payloadsDropped = _meter.CreateCounter<long>(
            "sidecar.payload.dropped", "{payload}", "Answers whose bytes were given up for Redis, by reason.");
        _payloadReads = _meter.CreateCounter<long>(
            "sidecar.payload.reads", "{read}", "Reads of the bytes of an answer from Redis, by outcome.");
        _payloadWriteDuration = _meter.CreateHistogram(
            "sidecar.payload.write.duration", "s", "Time to write the bytes of an answer to Redis, when it worked.",
            tags: null, HistogramBuckets.Durations);
        Gauge(
            "sidecar.payload.queue.length", "{payload}", "Answers whose bytes wait to be written to Redis.",
            () => _payloadQueueLength);
        Gauge(
            "sidecar.payload.queue.bytes", "By", "Bytes kept in memory to be written to Redis.",
            () => _payloadQueueBytes);
        Gauge("sidecar.redis.connected", "", "Whether Redis is connected: 1 or 0.", () => _redisConnected);
    }
}
