using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>The walks between a local and a builder that answer with what was drawn, all in one thread.</summary>
internal sealed class WalkRig
{
    public WalkRig()
    {
        var time = new ManualTimeProvider();
        var metrics = new GatewayMetrics(new FuzzMeters());
        var local = new LocalClients(Local, Local, Local, Local);
        var offPath = new OffPathWork(NullLogger<OffPathWork>.Instance);
        var timeouts = new LocalTimeouts(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(60));
        var mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions()), metrics, time, NullLogger<ExecutionModeSwitch>.Instance);
        var health = new HealthState(new HealthOptions(), ExecutionMode.Enabled, true, time);
        var store = new MemoryBuildStore(Options.Create(new BuildsOptions { CountMax = 64 }), metrics, time);
        var unfinished = new UnfinishedBlock(time);
        var candidates = new BuilderCandidates(
            local, new BuilderClients(Builder, null, null, null), store, Relay, offPath,
            new BuilderTimeouts(TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(2)), time,
            NullLogger<BuilderCandidates>.Instance);
        Router = new CallRouter(
            new ForkchoiceUpdatedHandler(
                local, Relay, store, unfinished, timeouts, time,
                NullLogger<ForkchoiceUpdatedHandler>.Instance),
            new GetPayloadHandler(
                local, candidates, store, unfinished, new PreferBuilderPolicy(), mode,
                new BlockReport(metrics, health, new BlockFeed(), time, NullLogger<BlockReport>.Instance), offPath, timeouts, time),
            new NewPayloadHandler(local, Relay, timeouts, time, NullLogger<NewPayloadHandler>.Instance),
            local, timeouts, time, new BuildTraces(Options.Create(new TracingOptions())));
        Batches = new BatchHandler(Router, Options.Create(new EngineOptions()));
    }

    public StubUpstream Local { get; } = new();

    public StubUpstream Builder { get; } = new();

    public StubRelay Relay { get; } = new();

    public CallRouter Router { get; }

    public BatchHandler Batches { get; }

    /// <summary>A reply: now and then a failure or another status.</summary>
    public static UpstreamReply Reply(FuzzInput input, byte[] bytes) => input.Random.Next(30) switch
    {
        0 => UpstreamReply.Failed(UpstreamFailure.TimedOut),
        1 => UpstreamReply.Failed(UpstreamFailure.Unreachable),
        2 => UpstreamReply.Failed(UpstreamFailure.TooLarge),
        3 => UpstreamReply.Answered(500, "text/plain", null, Body(input, bytes)),
        _ => UpstreamReply.Answered(200, "application/json", null, Body(input, bytes)),
    };

    /// <summary>A body in pooled memory, or in pieces.</summary>
    public static BodyLease Body(FuzzInput input, byte[] bytes)
    {
        if (input.Random.Next(2) == 0)
        {
            return BodyLease.Copy(bytes);
        }

        var body = new PooledBody(0);
        _ = body.Complete();
        return new BodyLease(body, input.Split(bytes));
    }

    /// <summary>What an answer says, once whatever went back to the pool has been written over.</summary>
    public static string TextOf(JsonRpcAnswer answer)
    {
        PoisonPool();
        var content = answer.Content;
        return Encoding.Latin1.GetString([.. content.Head.Span, .. content.Body.ToArray(), .. content.Tail.Span]);
    }

    private static void PoisonPool()
    {
        Span<byte[]> arrays = [.. Enumerable.Range(0, 6).Select(_ => ArrayPool<byte>.Shared.Rent(4096))];
        foreach (var array in arrays)
        {
            Array.Fill(array, (byte)'#');
        }

        foreach (var array in arrays)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
