using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.BoostSync;

[Trait("Category", "E2E")]
[Trait("Scenario", "28")]
public sealed class ForkchoiceStormTests
{
    private const int Updates = 1000;
    private const int SlackMs = 1000;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Storm_WhileABuildRuns_BuilderGetsFewAndNothingIsDelayed(int builderDelayMs)
    {
        await using var rig = await Rig.StartAsync();
        for (var count = 0; count < 3; count++)
        {
            await rig.MakeBlockAsync();
        }

        if (builderDelayMs > 0)
        {
            rig.Builder.Faults.On(
                "engine_forkchoiceUpdated",
                Fault.Delay(TimeSpan.FromMilliseconds(builderDelayMs)),
                when: call => !call.HasAttributes());
        }

        var id = await rig.StartBuildAsync();
        rig.Builder.Calls.Clear();
        rig.Local.Calls.Clear();
        var head = rig.Local.Head;
        var started = DateTimeOffset.UtcNow;
        List<EngineCall> updates = [];
        for (var number = 0; number < Updates; number++)
        {
            // The same head and a safe block that moves, as when op-node derives one block after the other.
            rig.OpNode.SafeHash = number % 2 == 0 ? head.Hash : head.ParentHash;
            updates.Add(await rig.OpNode.ForkchoiceUpdatedAsync(head.Hash, null));
        }

        var elapsed = DateTimeOffset.UtcNow - started;
        var payload = await rig.OpNode.GetPayloadAsync(id);
        await rig.Gateway.WaitForMetricAsync("sidecar_lane_length", length => length == 0);

        Assert.All(updates, update => Assert.True(update.Succeeded, update.ToString()));
        Assert.Equal(Updates, rig.Local.CallsOf("engine_forkchoiceUpdated").Count);
        // One each 100 ms, and one more at either end.
        Assert.InRange(rig.Builder.CallsOf("engine_forkchoiceUpdated").Count, 1, (elapsed.TotalMilliseconds / 100) + 3);
        Assert.InRange(updates.Order(ByTime).ElementAt(Updates / 2).Milliseconds, 0, 50);
        Assert.InRange(payload.Milliseconds, 0, SlackMs);
        Assert.Equal(4, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    public async Task Storm_Over_TheBuilderHasHeardTheLast()
    {
        await using var rig = await Rig.StartAsync();
        List<string> hashes = [];
        for (var count = 0; count < 5; count++)
        {
            hashes.Add((await rig.MakeBlockAsync()).Block.Hash);
        }

        foreach (var hash in hashes)
        {
            rig.OpNode.SafeHash = hash;
            rig.OpNode.FinalizedHash = hash;
            await rig.OpNode.ForkchoiceUpdatedAsync(hashes[^1], null);
        }

        await rig.Builder.WaitForCallAsync(
            call => call.Is("engine_forkchoiceUpdated")
                && call.Params[0].GetProperty("safeBlockHash").GetString() == hashes[^1]);
        Assert.Equal(hashes[^1], rig.Local.Safe.Hash);
    }

    private static readonly Comparer<EngineCall> ByTime =
        Comparer<EngineCall>.Create((one, other) => one.Milliseconds.CompareTo(other.Milliseconds));
}
