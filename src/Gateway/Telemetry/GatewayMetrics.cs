using System.Diagnostics.Metrics;
using Sidecar.Contracts;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Telemetry;

/// <summary>Owns every instrument of the gateway. Methods say what happened; what is counted is decided here.</summary>
/// <remarks>
/// Any thread may call any method. Nothing here throws, waits or allocates, so that no walk can be lost to a metric.
/// Each instrument is listed in docs/metrics.md with the question it answers; a test compares the two.
/// </remarks>
internal sealed partial class GatewayMetrics : IDisposable
{
    public const string MeterName = "Sidecar.Gateway";

    private static readonly int ReasonCount = Enum.GetValues<FallbackReason>().Length;

    private readonly Meter _meter;
    private readonly Histogram<double> _getPayloadDuration;
    private readonly Histogram<double> _upstreamDuration;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _requestsRefused;
    private readonly Counter<long> _laneDropped;
    private readonly Counter<long> _mirrorDropped;
    private readonly Counter<long> _catchUpBlocks;
    private readonly Histogram<long> _gasDelta;
    private readonly Histogram<long> _transactionsDelta;
    private readonly Histogram<long> _gasDeltaAlias;
    private readonly Histogram<long> _transactionsDeltaAlias;

    // Kept here and observed, so that the first scrape already shows a zero where a rate will be asked for.
    private readonly long[] _localBlocks = new long[ReasonCount];
    private long _builderBlocks;

    public GatewayMetrics(IMeterFactory meterFactory)
    {
        _meter = meterFactory.Create(MeterName);
        _getPayloadDuration = _meter.CreateHistogram(
            "sidecar.get_payload.duration", "s", "Time to answer engine_getPayload, by who made the block.",
            tags: null, HistogramBuckets.Durations);
        _upstreamDuration = _meter.CreateHistogram(
            "sidecar.upstream.duration", "s", "Time of each call to an upstream, by upstream, method and outcome.",
            tags: null, HistogramBuckets.Durations);
        _requests = _meter.CreateCounter<long>(
            "sidecar.requests", "{request}", "Requests on the engine port, batch members each, by method and result.");
        _requestsRefused = _meter.CreateCounter<long>(
            "sidecar.requests.refused", "{request}", "Requests on the engine port that were not accepted, by reason.");
        _laneDropped = _meter.CreateCounter<long>(
            "sidecar.lane.dropped", "{call}", "Calls that left the builder's lane without being sent, by reason.");
        _mirrorDropped = _meter.CreateCounter<long>(
            "sidecar.mirror.dropped", "{call}", "Mirrored calls that never reached the builder, by reason.");
        _catchUpBlocks = _meter.CreateCounter<long>(
            "sidecar.catch_up.blocks", "{block}", "Blocks sent again to a builder that had missed them.");
        _gasDelta = _meter.CreateHistogram(
            "sidecar.gas.delta", "{gas}", "Gas used by the builder's block minus gas used by local's.",
            tags: null, HistogramBuckets.GasDeltas);
        _transactionsDelta = _meter.CreateHistogram(
            "sidecar.transactions.delta", "{transaction}",
            "Transactions in the builder's block minus those in local's.", tags: null,
            HistogramBuckets.TransactionDeltas);
        _gasDeltaAlias = _meter.CreateHistogram(
            "rollup_boost_block_building_gas_delta", "{gas}", "sidecar.gas.delta under rollup-boost's name.",
            tags: null, HistogramBuckets.GasDeltas);
        _transactionsDeltaAlias = _meter.CreateHistogram(
            "rollup_boost_block_building_tx_count_delta", "{transaction}",
            "sidecar.transactions.delta under rollup-boost's name.", tags: null, HistogramBuckets.TransactionDeltas);
        CreateObserved();
        CreateCluster();
        CreatePayloads();
        CreateTracing();
        CreateClients();
        CreateProcess();
    }

    /// <summary>A block was decided on. Not to be called again when the same answer is repeated.</summary>
    public void BlockDecided(PayloadSource source, FallbackReason reason)
    {
        if (source == PayloadSource.Builder)
        {
            Interlocked.Increment(ref _builderBlocks);
        }
        else
        {
            Interlocked.Increment(ref _localBlocks[(int)reason]);
        }
    }

    /// <summary>An engine_getPayload was answered, repeated answers included.</summary>
    public void GetPayloadAnswered(PayloadSource source, TimeSpan elapsed)
    {
        if (_getPayloadDuration.Enabled)
        {
            _getPayloadDuration.Record(elapsed.TotalSeconds, Tag("source", source.ToTag()));
        }
    }

    /// <summary>A call to an upstream ended, well or not.</summary>
    public void UpstreamAnswered(
        UpstreamName upstream, UpstreamMethod method, UpstreamFailure failure, TimeSpan elapsed)
    {
        if (_upstreamDuration.Enabled)
        {
            _upstreamDuration.Record(
                elapsed.TotalSeconds,
                Tag("upstream", upstream.ToTag()), Tag("method", method.ToTag()), Tag("outcome", failure.ToTag()));
        }
    }

    /// <summary>The caller got an answer.</summary>
    public void RequestAnswered(RequestMethod method) => RequestEnded(method, RequestResult.Answered);

    /// <summary>The request was fine and there was no answer to give.</summary>
    public void RequestFailed(RequestMethod method) => RequestEnded(method, RequestResult.Failed);

    /// <summary>The request was not accepted.</summary>
    public void RequestRefused(RequestMethod method, RefusalReason reason)
    {
        RequestEnded(method, RequestResult.Refused);
        if (_requestsRefused.Enabled)
        {
            _requestsRefused.Add(1, Tag("reason", reason.ToTag()));
        }
    }

    /// <summary>Calls left the builder's lane without being sent.</summary>
    public void LaneDropped(LaneDropReason reason, int count = 1)
    {
        if (_laneDropped.Enabled)
        {
            _laneDropped.Add(count, Tag("reason", reason.ToTag()));
        }
    }

    /// <summary>A mirrored call never reached the builder.</summary>
    public void MirrorDropped(MirrorDropReason reason, int count = 1)
    {
        if (_mirrorDropped.Enabled)
        {
            _mirrorDropped.Add(count, Tag("reason", reason.ToTag()));
        }
    }

    /// <summary>Blocks were sent again to a builder that had missed them.</summary>
    public void BlocksCaughtUp(int count) => _catchUpBlocks.Add(count);

    /// <summary>Both sides made a block for one build; the numbers are the builder's minus local's.</summary>
    public void BlocksCompared(long gasDelta, long transactionsDelta)
    {
        _gasDelta.Record(gasDelta);
        _gasDeltaAlias.Record(gasDelta);
        _transactionsDelta.Record(transactionsDelta);
        _transactionsDeltaAlias.Record(transactionsDelta);
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);

    private void RequestEnded(RequestMethod method, RequestResult result)
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, Tag("method", method.ToTag()), Tag("result", result.ToTag()));
        }
    }
}
