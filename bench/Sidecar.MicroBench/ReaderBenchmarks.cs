using BenchmarkDotNet.Attributes;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.MicroBench;

/// <summary>Locating a newPayload: the request, and the block's hash, parent and number in it.</summary>
public class ReaderBenchmarks
{
    private BodyLease _body = null!;
    private JsonRpcCall _call = null!;

    /// <summary>Length of the request.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Bytes { get; set; }

    /// <summary>As it is when its length was not known beforehand.</summary>
    [Params(false, true)]
    public bool InPieces { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _body = Payloads.Body(Payloads.NewPayload(Bytes), InPieces);
        _call = Read().Calls[0];
    }

    [GlobalCleanup]
    public void CleanUp() => _body.Dispose();

    [Benchmark]
    public bool Request() => Read().Calls[0].IsReadable;

    [Benchmark]
    public bool Parameters() => NewPayloadParams.TryRead(_call.Params, out _);

    private JsonRpcReadResult Read() => JsonRpcReader.Read(_body.Bytes, depthMax: 64, batchMembersMax: 2000);
}
