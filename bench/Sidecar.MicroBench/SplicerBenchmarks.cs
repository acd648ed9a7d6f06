using System.Buffers;
using BenchmarkDotNet.Attributes;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.MicroBench;

/// <summary>A builder's block on its way out: located, given the caller's id, put into a newPayload, and copied once.</summary>
public class SplicerBenchmarks
{
    private static readonly ReadOnlySequence<byte> Id = new("1234567"u8.ToArray());

    private BodyLease _body = null!;
    private PayloadEnvelope _envelope = null!;

    /// <summary>Length of the builder's answer.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _body = Payloads.Body(Payloads.Response(Bytes), isInPieces: false);
        _envelope = PayloadEnvelope.TryRead(_body.Bytes)!;
    }

    [GlobalCleanup]
    public void CleanUp() => _body.Dispose();

    [Benchmark]
    public bool Locate() => PayloadEnvelope.TryRead(_body.Bytes) is not null;

    [Benchmark]
    public long SpliceId() => JsonRpcText.Result(Id, _envelope.Result).Length;

    [Benchmark]
    public long SpliceNewPayload() =>
        JsonRpcText.Request("engine_newPayloadV4", _envelope.ExecutionPayload, ",[],\"0x\",[]"u8).Length;

    /// <summary>What a batch does with each of its answers.</summary>
    [Benchmark]
    public long CopyToBody()
    {
        var body = new PooledBody(_body.Length);
        JsonRpcText.Result(Id, _envelope.Result).CopyTo(body);
        using var lease = body.Complete();
        return lease.Length;
    }
}
