using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;
using Xunit.Abstractions;

namespace Sidecar.EndToEnd.Tests.Tracing;

/// <summary>Traces as a collector gets them from the gateway's own process.</summary>
[Trait("Category", "E2E")]
public sealed class TracingTests(ITestOutputHelper output)
{
    private const int ServerKind = 2;
    private const int ClientKind = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Block_OfTheBuilder_IsOneTraceFromAttributesToHead(bool isGrpc)
    {
        await using var collector = await OtlpReceiver.StartAsync(isGrpc);
        await using var rig = await StartAsync(collector, isGrpc);

        var block = (await rig.OpNode.MakeBlockAsync()).EnsureMade();
        var id = block.Calls[BlockStep.StartBuild].Result.GetProperty("payloadId").GetString()!;
        var spans = await collector.WaitForAsync(spans => TraceOf(spans, id).Count(span => span.Kind == ServerKind) >= 4
            && Has(spans, id, "builder new_payload"));

        var trace = TraceOf(spans, id);
        Show(trace);
        Assert.Equal([isGrpc ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export" : "/v1/traces"], collector.Paths);
        Assert.All(trace, span => Assert.Equal("sidecar", span.Service));
        Assert.All(spans, span => Assert.Contains(span["sidecar.payload_id"], (string[])[id, ""]));
        var root = Assert.Single(trace, span => span.ParentId.Length == 0);
        Assert.Equal(("engine_forkchoiceUpdatedV3", id), (root.Name, root["sidecar.payload_id"]));
        Assert.Equal(
            ["engine_forkchoiceUpdatedV3", "engine_getPayloadV4", "engine_newPayloadV4"],
            trace.Where(span => span.Kind == ServerKind && span.ParentId == root.SpanId).Select(span => span.Name).Order());
        AssertChildren(trace, root, "builder forkchoice_updated", "local forkchoice_updated");
        var answered = Assert.Single(trace, span => span.Name == "engine_getPayloadV4");
        AssertChildren(trace, answered, "builder get_payload", "local get_payload", "local validate");
        Assert.Equal(
            ("builder", "none", block.Hash, "1", "false"),
            (answered["sidecar.source"], answered["sidecar.reason"], answered["sidecar.block_hash"],
                answered["sidecar.block_number"], answered["sidecar.is_repeated"]));
        Assert.All(trace, span => Assert.True(span.EndNano >= span.StartNano, span.ToString()));
        Assert.All(trace.Where(span => span.Kind == ClientKind), span => Assert.Contains(trace, parent =>
            parent.SpanId == span.ParentId && parent.StartNano <= span.StartNano));
    }

    [Fact]
    public async Task Builder_Refuses_ItsSpanIsAnErrorAndTheBlockSaysWhy()
    {
        await using var collector = await OtlpReceiver.StartAsync(isGrpc: true);
        await using var rig = await StartAsync(collector, isGrpc: true);
        rig.Builder.Faults.On("engine_getPayload", Fault.HttpStatus(503));

        var block = (await rig.OpNode.MakeBlockAsync()).EnsureMade();
        var spans = await collector.WaitForAsync(spans => spans.Any(span => span["sidecar.block_hash"] == block.Hash
            && span["sidecar.source"].Length > 0));

        var answered = spans.Single(span => span["sidecar.source"].Length > 0);
        Assert.Equal(("local", "builder_error"), (answered["sidecar.source"], answered["sidecar.reason"]));
        var refused = spans.Single(span => span.Name == "builder get_payload");
        Assert.Equal(
            (true, "http_error", "503"),
            (refused.IsError, refused["error.type"], refused["http.response.status_code"]));
        Assert.Equal(answered.SpanId, refused.ParentId);
    }

    [Fact]
    public async Task Payload_AskedForAgainAtAnotherGateway_JoinsTheTrace()
    {
        await using var collector = await OtlpReceiver.StartAsync(isGrpc: true);
        await using var rig = await ClusterRig.StartAsync("a1 a2", Flags(collector, isGrpc: true));
        using var first = rig["a1"].Process.OpNode();
        using var second = rig["a2"].Process.OpNode();
        var head = await first.ReadHeadAsync();
        var started = await first.ForkchoiceUpdatedAsync(head.Hash, first.Attributes(head));
        var id = started.Result.GetProperty("payloadId").GetString()!;

        await first.GetPayloadAsync(id);
        await second.GetPayloadAsync(id);
        var spans = await collector.WaitForAsync(spans =>
            TraceOf(spans, id).Count(span => span.Name == "engine_getPayloadV4") == 2);

        var trace = TraceOf(spans, id);
        Show(trace);
        Assert.Single(trace.Select(span => span.TraceId).Distinct());
        Assert.Contains(trace, span => span.Name == "cluster decide");
        Assert.Contains(trace, span => span.Name == "cluster find");
        Assert.Equal(
            ["false", "true"],
            trace.Where(span => span.Name == "engine_getPayloadV4").Select(span => span["sidecar.is_repeated"]).Order());
    }

    [Fact]
    public async Task Collector_Away_BlocksGoOnAndOneLineSaysIt()
    {
        var nobody = $"http://127.0.0.1:{FreePort.Next()}";
        await using var rig = await BuildRig.StartAsync(
            [.. BuildRig.GenerousTimes, "--tracing", "--otlp-endpoint", nobody, "--log-level", "trace"]);

        for (var failed = 1; failed <= 3; failed++)
        {
            await rig.OpNode.MakeBlocksAsync(1);
            await rig.Gateway.WaitForMetricAsync("sidecar_spans_total{outcome=\"failed\"}", failed * 4);
        }

        Assert.Equal(3, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.Single(rig.Gateway.Process.Lines, line => line.Contains("collector", StringComparison.Ordinal)
            && !line.Contains("Starting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sampling_NoBuilds_SendsNothing()
    {
        await using var collector = await OtlpReceiver.StartAsync(isGrpc: false);
        await using (var rig = await BuildRig.StartAsync(
            [.. BuildRig.GenerousTimes, .. Flags(collector, isGrpc: false), "--tracing-sample-fraction", "0"]))
        {
            await rig.OpNode.MakeBlocksAsync(2);
            rig.Gateway.Process.Terminate();
            await rig.Gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.Empty(collector.Spans);
    }

    [Fact]
    public async Task Gateway_Stopped_SendsWhatItHas()
    {
        await using var collector = await OtlpReceiver.StartAsync(isGrpc: false);
        await using var rig = await StartAsync(collector, isGrpc: false);

        var block = (await rig.OpNode.MakeBlockAsync()).EnsureMade();
        rig.Gateway.Process.Terminate();
        await rig.Gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains(collector.Spans, span => span["sidecar.block_hash"] == block.Hash);
    }

    private static Task<BuildRig> StartAsync(OtlpReceiver collector, bool isGrpc) =>
        BuildRig.StartAsync([.. BuildRig.GenerousTimes, .. Flags(collector, isGrpc)]);

    private static string[] Flags(OtlpReceiver collector, bool isGrpc) =>
    [
        "--tracing", "--otlp-endpoint", collector.Url.ToString(), "--otlp-protocol", isGrpc ? "grpc" : "http-protobuf",
    ];

    private static List<ReceivedSpan> TraceOf(IReadOnlyList<ReceivedSpan> spans, string id)
    {
        var trace = spans.FirstOrDefault(span => span["sidecar.payload_id"] == id)?.TraceId;
        return [.. spans.Where(span => span.TraceId == trace)];
    }

    private static bool Has(IReadOnlyList<ReceivedSpan> spans, string id, string name) =>
        TraceOf(spans, id).Any(span => span.Name == name);

    private static void AssertChildren(List<ReceivedSpan> trace, ReceivedSpan parent, params string[] names) =>
        Assert.Superset(
            names.ToHashSet(),
            trace.Where(span => span.Kind == ClientKind && span.ParentId == parent.SpanId)
                .Select(span => span.Name).ToHashSet());

    private void Show(List<ReceivedSpan> trace)
    {
        void Write(string parent, string indent)
        {
            foreach (var span in trace.Where(span => span.ParentId == parent).OrderBy(span => span.StartNano))
            {
                output.WriteLine($"{indent}{span}");
                Write(span.SpanId, indent + "  ");
            }
        }

        Write("", "");
    }
}
