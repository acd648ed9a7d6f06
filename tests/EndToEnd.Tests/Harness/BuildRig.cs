using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>Local, builder, gateway and op-node of one test about building blocks.</summary>
internal sealed class BuildRig : IAsyncDisposable
{
    /// <summary>Far above what anything takes on loopback, so that the machine's speed does not matter.</summary>
    public static readonly string[] GenerousTimes = ["--l2-timeout", "9000", "--builder-timeout", "8000"];

    private BuildRig(SimulatedClient local, SimulatedClient builder, GatewayUnderTest gateway)
    {
        (Local, Builder, Gateway) = (local, builder, gateway);
        OpNode = gateway.OpNode(connectionsMax: 4);
        OpNode.Rpc.CallTimeout = TimeSpan.FromSeconds(30);
    }

    public SimulatedClient Local { get; }

    public SimulatedClient Builder { get; }

    public GatewayUnderTest Gateway { get; }

    public OpNodeDriver OpNode { get; }

    /// <summary>Starts all four; without flags the builder has all the time it needs.</summary>
    public static async Task<BuildRig> StartAsync(params string[] flags)
    {
        var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        try
        {
            // Simulated heads are as old as the test process, and their age is not what these tests are about.
            var gateway = await GatewayUnderTest.StartAsync(
                local, builder, ["--max-unsafe-interval", "3600", .. flags.Length == 0 ? GenerousTimes : flags]);
            return new BuildRig(local, builder, gateway);
        }
        catch
        {
            await builder.DisposeAsync();
            await local.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a build on op-node's head and returns what the gateway answered.</summary>
    public async Task<EngineCall> StartBuildAsync(BlockRequest? request = null)
    {
        var head = OpNode.Head ?? await OpNode.ReadHeadAsync();
        return await OpNode.ForkchoiceUpdatedAsync(head.Hash, OpNode.Attributes(head, request));
    }

    /// <summary>Starts a build and returns its id.</summary>
    public async Task<string> BuildIdAsync(BlockRequest? request = null) =>
        (await StartBuildAsync(request)).Result.GetProperty("payloadId").GetString()!;

    /// <summary>Calls of the builder that ask it to build.</summary>
    public IReadOnlyList<ReceivedCall> BuilderBuilds() => [.. Builder.Calls.Where(HasAttributes)];

    /// <summary>Whether a forkchoiceUpdated carries attributes.</summary>
    public static bool HasAttributes(ReceivedCall call) =>
        call.Is("engine_forkchoiceUpdated") && call.Params.GetArrayLength() > 1
        && call.Params[1].ValueKind == System.Text.Json.JsonValueKind.Object;

    public async ValueTask DisposeAsync()
    {
        OpNode.Dispose();
        await Gateway.DisposeAsync();
        await Builder.DisposeAsync();
        await Local.DisposeAsync();
    }
}
