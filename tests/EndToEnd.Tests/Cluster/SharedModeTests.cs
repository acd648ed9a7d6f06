using System.Diagnostics;
using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>An operator's switch at one gateway holds at all of them, and stays.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "38")]
public sealed class SharedModeTests(SharedModeTests.Fixture fixture) : IClassFixture<SharedModeTests.Fixture>
{
    [Fact]
    public async Task Mode_SetAtOneGateway_HoldsAtAllWithinHalfASecond()
    {
        var rig = fixture.Rig;
        await WaitForModeAsync(rig, "enabled");
        List<TimeSpan> took = [];
        foreach (var (name, mode) in ((string, string)[])
            [("a1", "dry_run"), ("b1", "disabled"), ("a2", "enabled"), ("a1", "disabled"), ("b1", "enabled")])
        {
            var began = Stopwatch.GetTimestamp();
            await rig[name].Process.SetExecutionModeAsync(mode);
            await WaitForModeAsync(rig, mode);
            took.Add(Stopwatch.GetElapsedTime(began));
        }

        // What the machine is late by strikes now and then; what the gateways wait for strikes each time.
        Assert.InRange(took.Order().ElementAt(2), TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Mode_Set_DecidesTheNextBlockEverywhere()
    {
        var rig = fixture.Rig;
        var before = await rig.A.MakeBlockAsync(rig["a1"]);
        await rig["b1"].Process.SetExecutionModeAsync("dry_run");
        await WaitForModeAsync(rig, "dry_run");

        var checkedOnly = await rig.A.MakeBlockAsync(rig["a1"]);
        await rig["a1"].Process.SetExecutionModeAsync("enabled");
        await WaitForModeAsync(rig, "enabled");
        var after = await rig.A.MakeBlockAsync(rig["a1"]);

        Assert.Equal(MadeBlock.Builder, before.Source);
        Assert.Equal("local:dry_run", checkedOnly.Source);
        Assert.Equal(MadeBlock.Builder, after.Source);
        foreach (var made in (MadeBlock[])[before, checkedOnly, after])
        {
            await rig.B.FollowAsync(rig["b1"], made.Block);
        }
    }

    [Fact]
    public async Task Mode_AllGatewaysRestarted_StillHolds()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        var began = DateTimeOffset.UtcNow;
        await rig["a1"].Process.SetExecutionModeAsync("disabled");
        await WaitForModeAsync(rig, "disabled");
        await rig["a1"].WaitUntilToldAsync("set_mode", 1);
        var ended = DateTimeOffset.UtcNow;

        await Task.WhenAll(rig.Gateways.Select(gateway => gateway.KillAsync()));
        foreach (var gateway in rig.Gateways)
        {
            gateway.StartAgain();
        }

        // They do not get ready without it, unless the cluster takes longer than they may wait for it.
        await Task.WhenAll(rig.Gateways.Select(gateway => gateway.WaitUntilJoinedAsync()));
        await WaitForModeAsync(rig, "disabled");
        var block = await rig.A.MakeBlockAsync(rig["a1"]);

        Assert.Equal("local:mode_disabled", block.Source);
        AssertKept(await rig.ClusterStateAsync(), began, ended);
    }

    [Fact]
    public async Task Mode_SetAtTwoGatewaysAtOnce_OneHoldsEverywhere()
    {
        var rig = fixture.Rig;
        var told = await Task.WhenAll(rig["a1"].ToldAsync("set_mode"), rig["b1"].ToldAsync("set_mode"));

        await Task.WhenAll(
            rig["a1"].Process.SetExecutionModeAsync("disabled"), rig["b1"].Process.SetExecutionModeAsync("dry_run"));
        await rig["a1"].WaitUntilToldAsync("set_mode", told[0] + 1);
        await rig["b1"].WaitUntilToldAsync("set_mode", told[1] + 1);
        var stored = (await rig.ClusterStateAsync()).GetProperty("Modes").EnumerateArray().Last();
        var word = stored.GetProperty("Mode").GetInt32() == 1 ? "dry_run" : "disabled";

        await WaitForModeAsync(rig, word);
        var first = await rig.A.MakeBlockAsync(rig["a1"]);
        var second = await rig.A.MakeBlockAsync(rig["a2"]);
        await rig.B.FollowAsync(rig["b1"], first.Block);
        await rig.B.FollowAsync(rig["b1"], second.Block);
        var third = await rig.B.MakeBlockAsync(rig["b1"]);

        // Whoever was disabled for a moment left the builder alone, which may have to catch up before it is asked again.
        string[] sources = word == "dry_run" ? ["local:dry_run", "local:builder_syncing"] : ["local:mode_disabled"];
        Assert.All((MadeBlock[])[first, second, third], block => Assert.Contains(block.Source, sources));
        await rig["a2"].Process.SetExecutionModeAsync("enabled");
        await WaitForModeAsync(rig, "enabled");
    }

    private static void AssertKept(JsonElement state, DateTimeOffset began, DateTimeOffset ended)
    {
        var change = Assert.Single(state.GetProperty("Modes").EnumerateArray());
        Assert.Equal(2, change.GetProperty("Mode").GetInt32());
        Assert.Equal("127.0.0.1", change.GetProperty("Who").GetString());
        Assert.Equal("debug_setExecutionMode", change.GetProperty("Why").GetString());
        Assert.InRange(change.GetProperty("At").GetDateTimeOffset(), began, ended);
    }

    private static Task WaitForModeAsync(ClusterRig rig, string mode) =>
        Task.WhenAll(rig.Gateways.Select(gateway => gateway.Process.WaitForExecutionModeAsync(mode)));

    public sealed class Fixture : ClusterRigFixture
    {
        private protected override Task<ClusterRig> StartAsync() => ClusterRig.StartAsync("a1 a2 b1");
    }
}
