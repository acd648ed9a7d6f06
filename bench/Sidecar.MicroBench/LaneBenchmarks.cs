using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.MicroBench;

/// <summary>A block through the builder's lane to a builder that answers at once: queued, taken, sent, done.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls CleanUpAsync.")]
public class LaneBenchmarks
{
    private const int BlocksAtOnce = 100;

    private static readonly byte[] Valid = """{"jsonrpc":"2.0","id":1,"result":{"status":"VALID"}}"""u8.ToArray();

    private BuilderLane _lane = null!;
    private BodyLease _body = null!;
    private ulong _number;

    /// <summary>Length of a block's request; the lane holds a lease on it and copies nothing.</summary>
    [Params(10_000, 1_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _body = Payloads.Body(Payloads.NewPayload(Bytes), isInPieces: false);
        var time = TimeProvider.System;
        var options = Options.Create(new BoostSyncOptions());
        _lane = new BuilderLane(
            new WillingBuilder(), new BuilderSync(time, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(4)), options,
            new GatewayMetrics(new Meters()), time, NullLogger<BuilderLane>.Instance);
        await _lane.StartAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _lane.StopAsync(CancellationToken.None);
        _lane.Dispose();
        _body.Dispose();
    }

    [Benchmark]
    public Task OneBlock() => _lane.Add(NextBlock());

    [Benchmark(OperationsPerInvoke = BlocksAtOnce)]
    public Task OneOfMany()
    {
        var last = Task.CompletedTask;
        for (var i = 0; i < BlocksAtOnce; i++)
        {
            last = _lane.Add(NextBlock());
        }

        return last;
    }

    private NewPayloadCall NextBlock()
    {
        var number = ++_number;
        var parameters = new NewPayloadParams(new BlockHash(0, 0, 0, number), new BlockHash(0, 0, 0, number - 1), number);
        return new NewPayloadCall(parameters, _body.Bytes, _body.Share());
    }

    private sealed class WillingBuilder : IUpstreamClient
    {
        public Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(UpstreamReply.Answered(200, "application/json", null, BodyLease.Copy(Valid)));
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
            // Meters without listeners hold nothing.
        }
    }
}
