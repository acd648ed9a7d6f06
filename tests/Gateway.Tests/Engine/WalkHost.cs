using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Tests.Builders;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>The three walks between a scripted local and a scripted builder, on a manual clock.</summary>
internal sealed class WalkHost : IDisposable
{
    /// <summary>The builder's own id of the sample build.</summary>
    public const string BuilderId = "0x00000000000000b1";

    public static readonly TimeSpan Share = TimeSpan.FromMilliseconds(800);

    private static readonly string Started =
        EngineFixture.Load("op.engine_forkchoiceUpdatedV3.sequencing").ResponseText;

    public WalkHost(ISelectionPolicy? policy = null, bool hasBuilder = true, BuildsOptions? builds = null)
    {
        var local = new LocalClients(Local, Local, LocalOther, LocalOther);
        var builders = new BuilderClients(hasBuilder ? Builder : null, null, null, null);
        var offPath = new OffPathWork(NullLogger<OffPathWork>.Instance);
        var timeouts = new LocalTimeouts(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(60));
        Mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions()), Meters.Metrics, Time, NullLogger<ExecutionModeSwitch>.Instance);
        Health = new HealthState(new HealthOptions(), ExecutionMode.Enabled, hasBuilder, Time);
        Store = new MemoryBuildStore(Options.Create(builds ?? new BuildsOptions()), Meters.Metrics, Time);
        Unfinished = new UnfinishedBlock(Time);
        var candidates = new BuilderCandidates(
            local, builders, Store, Gate, offPath, new BuilderTimeouts(Share, TimeSpan.FromSeconds(2)), Time,
            NullLogger<BuilderCandidates>.Instance);
        Forkchoice = new ForkchoiceUpdatedHandler(
            local, Relay, Store, Unfinished, timeouts, Time, NullLogger<ForkchoiceUpdatedHandler>.Instance);
        GetPayload = new GetPayloadHandler(
            local, candidates, Store, Unfinished, policy ?? new PreferBuilderPolicy(), Mode,
            new BlockReport(Meters.Metrics, Health, Feed, Time, NullLogger<BlockReport>.Instance), offPath, timeouts, Time);
        NewPayload = new NewPayloadHandler(local, Relay, timeouts, Time, NullLogger<NewPayloadHandler>.Instance);
        Timeouts = timeouts;
        LocalClients = local;
    }

    public ManualTimeProvider Time { get; } = new();

    public TestMeters Meters { get; } = new();

    /// <summary>What operators are told.</summary>
    public BlockFeed Feed { get; } = new();

    public ScriptedClient Local { get; } = new();

    public ScriptedClient LocalOther { get; } = new();

    public ScriptedClient Builder { get; } = new();

    public ScriptedRelay Relay { get; } = new();

    public ScriptedGate Gate { get; } = new();

    public LocalClients LocalClients { get; }

    public LocalTimeouts Timeouts { get; }

    public ExecutionModeSwitch Mode { get; }

    public UnfinishedBlock Unfinished { get; }

    public HealthState Health { get; }

    public MemoryBuildStore Store { get; }

    public ForkchoiceUpdatedHandler Forkchoice { get; }

    public GetPayloadHandler GetPayload { get; }

    public NewPayloadHandler NewPayload { get; }

    public static JsonRpcCall Call(string body) => Assert.Single(ReadText.Read(body).Calls);

    public static string Request(string id = "7", int version = 4, string payloadId = Sample.PayloadId) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"engine_getPayloadV{{version}}","params":["{{payloadId}}"]}""";

    public static string Status(string status) => $$$"""{"jsonrpc":"2.0","id":1,"result":{"status":"{{{status}}}"} }""";

    /// <summary>A builder's answer: the sample block under another hash, with its own result bytes.</summary>
    public static string BuilderResponse(int block = 1, Action<System.Text.Json.Nodes.JsonObject>? change = null)
    {
        var response = Sample.Response();
        response.Payload()["blockHash"] = Sample.Hash(block).ToString();
        response["result"]!["parentBeaconBlockRoot"] = Sample.AttributesJson()["parentBeaconBlockRoot"]!.DeepClone();
        change?.Invoke(response);
        return response.ToJsonString();
    }

    public static string ResultOf(string response) => PayloadEnvelope.TryRead(Segmented.Whole(response))!.Result.Text();

    public static string Answer(string id, string response) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{ResultOf(response)}}}""";

    public static async Task<string> TextAsync(Task<JsonRpcAnswer> task)
    {
        using var answer = await task.WaitAsync(Patience.Default);
        return Text(answer);
    }

    public static string Text(JsonRpcAnswer answer)
    {
        var splice = answer.Content;
        var (head, tail) = (Encoding.UTF8.GetString(splice.Head.Span), Encoding.UTF8.GetString(splice.Tail.Span));
        return head + splice.Body.Text() + tail;
    }

    /// <summary>Writes over whatever went back to the pool.</summary>
    public static void PoisonPool()
    {
        var arrays = Enumerable.Range(0, 32).Select(_ => ArrayPool<byte>.Shared.Rent(4096)).ToList();
        arrays.ForEach(array => Array.Fill(array, (byte)'#'));
        arrays.ForEach(array => ArrayPool<byte>.Shared.Return(array));
    }

    /// <summary>Starts the sample build at both; the builder has acknowledged it unless told otherwise.</summary>
    public async Task<Build> StartBuildAsync(bool acknowledge = true, string? request = null, string? response = null)
    {
        var answer = Forkchoice.HandleAsync(Call(request ?? Sample.ForkchoiceRequest));
        (await Local.CallAsync(Local.Calls.Count - 1)).Reply(response ?? Started);
        (await answer.WaitAsync(Patience.Default)).Dispose();
        if (acknowledge && Relay.Builds.Count > 0)
        {
            Relay.Acknowledgement.TrySetResult(BuilderBuild.Started(new PayloadId(0xb1)));
        }

        var build = await Store.FindAsync(new PayloadId(0x03d6dd573eea9133), CancellationToken.None);
        Assert.NotNull(build);
        if (acknowledge)
        {
            // What the builder said has arrived.
            await build.Builder.WaitAsync(Patience.Default);
        }

        return build;
    }

    /// <summary>The getPayload that is the next call to local after the ones before it.</summary>
    public Task<ScriptedCall> LocalCallAsync(int index, UpstreamMethod method) => ExpectAsync(Local, index, method);

    public Task<ScriptedCall> BuilderCallAsync(int index) => ExpectAsync(Builder, index, UpstreamMethod.GetPayload);

    public void Dispose() => Meters.Dispose();

    private static async Task<ScriptedCall> ExpectAsync(ScriptedClient client, int index, UpstreamMethod method)
    {
        var call = await client.CallAsync(index);
        Assert.Equal(method, call.Request.Method);
        return call;
    }
}
