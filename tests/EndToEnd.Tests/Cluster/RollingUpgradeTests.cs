using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>Gateways of two versions, one of which stores more than the other knows, serve one sequencer.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "37")]
public sealed class RollingUpgradeTests
{
    [Fact]
    public async Task Upgrade_GatewayByGatewayAndBack_NoBlockIsMissedAndAllAreTheBuilders()
    {
        var next = await NextVersion.ProgramAsync();
        await using var rig = await ClusterRig.StartAsync("a1 a2");
        await ShareAsync(rig, "a1", "a2");

        await ReplaceAsync(rig, "a1", next, meanwhile: "a2");
        await AssertNextVersionWritesMoreAsync(rig, "a1");
        await ShareAsync(rig, "a1", "a2");
        await ShareModeAsync(rig, "a1", "a2");

        await ReplaceAsync(rig, "a2", next, meanwhile: "a1");
        await ShareAsync(rig, "a1", "a2");

        await ReplaceAsync(rig, "a1", GatewayLaunch.BuiltProgram, meanwhile: "a2");
        await ShareAsync(rig, "a1", "a2");
        await ShareModeAsync(rig, "a1", "a2");

        await ReplaceAsync(rig, "a2", GatewayLaunch.BuiltProgram, meanwhile: "a1");
        await ShareAsync(rig, "a1", "a2");
    }

    /// <summary>Replaces one gateway by another version, while op-node goes on at the other gateway.</summary>
    private static async Task ReplaceAsync(ClusterRig rig, string name, string program, string meanwhile)
    {
        var replacing = ReplaceAsync(rig[name], program);
        do
        {
            var made = await rig.A.MakeBlockAsync(
                rig[meanwhile], new() { BuildTime = TimeSpan.FromMilliseconds(50) });
            Assert.Equal(MadeBlock.Builder, made.Source);
        }
        while (!replacing.IsCompleted);

        await replacing;
    }

    private static async Task ReplaceAsync(ClusterGateway gateway, string program)
    {
        await gateway.StopAsync();
        gateway.StartAgain(program);
        await gateway.WaitUntilJoinedAsync();
    }

    /// <summary>What one gateway begins or answers the other one goes on with, both ways.</summary>
    private static async Task ShareAsync(ClusterRig rig, string one, string other)
    {
        foreach (var (here, there) in ((string, string)[])[(one, other), (other, one)])
        {
            var id = await rig.A.StartKnownBuildAsync(rig[here]);
            var answer = await rig.A.GetPayloadAsync(rig[there], id);
            var again = await rig.A.GetPayloadAsync(rig[here], id);

            Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
            Assert.Equal(ClusterSequencer.HashOf(answer), ClusterSequencer.HashOf(again));
            await rig.A.AdoptAsync(rig[here], answer);
        }
    }

    private static async Task ShareModeAsync(ClusterRig rig, string one, string other)
    {
        foreach (var (here, there, mode) in ((string, string, string)[])
            [(one, other, "dry_run"), (other, one, "enabled")])
        {
            await rig[here].Process.SetExecutionModeAsync(mode);
            await rig[there].Process.WaitForExecutionModeAsync(mode);
        }
    }

    /// <summary>Or else the test would show nothing.</summary>
    private static async Task AssertNextVersionWritesMoreAsync(ClusterRig rig, string name)
    {
        var id = await rig.A.StartKnownBuildAsync(rig[name]);

        var payload = await rig.PayloadStateAsync(id);
        Assert.True(HasMember(Assert.Single(payload.GetProperty("Builds").EnumerateArray())));
        await WaitForMemberAsync(rig.BuilderStateAsync);
        var cluster = await WaitForMemberAsync(rig.ClusterStateAsync);

        var versions = cluster.GetProperty("Gateways").EnumerateArray()
            .ToDictionary(
                gateway => gateway.GetProperty("GatewayId").GetString()!,
                gateway => gateway.GetProperty("Version").GetString());
        Assert.StartsWith(NextVersion.Number, versions[name], StringComparison.Ordinal);
        Assert.DoesNotContain(versions.Where(pair => pair.Key != name), pair => pair.Value == versions[name]);
        await rig.A.AdoptAsync(rig[name], await rig.A.GetPayloadAsync(rig[name], id));
    }

    /// <summary>The older version leaves the member out when it writes; the newer one writes again soon.</summary>
    private static async Task<JsonElement> WaitForMemberAsync(Func<Task<JsonElement>> readAsync)
    {
        var state = default(JsonElement);
        await Polling.UntilAsync(async () => HasMember(state = await readAsync()));
        return state;
    }

    private static bool HasMember(JsonElement state) =>
        state.TryGetProperty(NextVersion.Member, out var value) && value.GetString() == NextVersion.MemberValue;
}
