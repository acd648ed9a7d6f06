using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>The wall clock of one gateway jumps: leases, breaker and tokens hold, and no longer than seconds.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "36")]
public sealed class ClockJumpTests
{
    [Theory]
    [InlineData(45)]
    [InlineData(-45)]
    public async Task Jump_WithinWhatTokensAllow_BuilderIsKeptHandedOverAndTakenBack(int seconds)
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(clock);
        await LeadAsync(rig, "a1", "b1");

        clock.Move(TimeSpan.FromSeconds(seconds));
        await LeadAsync(rig, "a1", "b1");
        await LeadAsync(rig, "b1", "a1");
        await LeadAsync(rig, "a1", "b1");
        clock.Move(TimeSpan.Zero);
        await LeadAsync(rig, "a1", "b1");
        await LeadAsync(rig, "b1", "a1");
    }

    [Theory]
    [InlineData(45)]
    [InlineData(-45)]
    public async Task Jump_HolderOfTheLease_LeavesNoLeaseThatOutlivesItsLength(int seconds)
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(clock, "--cluster-writer-lease", "1s");
        await LeadAsync(rig, "a1", "b1");

        clock.Move(TimeSpan.FromSeconds(seconds));
        await LeadAsync(rig, "a1", "b1");
        await rig.A.StartKnownBuildAsync(rig["a1"]);

        // The same slot in other words, so only time can take the builder from its holder.
        var parent = rig.B.OpNode.Head!;
        var request = new BlockRequest { Parent = parent, ForcedTransactions = [OpNodeDriver.FakeDeposit(1000)] };
        MadeBlock made;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        do
        {
            made = await rig.B.MakeBlockAsync(rig["b1"], request with { Timestamp = parent.Timestamp + 2 });
            request = request with { ForcedTransactions = [.. request.ForcedTransactions!, "0x7e01"] };
        }
        while (made.Source != MadeBlock.Builder && !patience.IsCancellationRequested);

        Assert.Equal(MadeBlock.Builder, made.Source);
    }

    [Theory]
    [InlineData(45)]
    [InlineData(-45)]
    public async Task Jump_BreakerOpenedByTheWrongClock_OthersTryTheBuilderSoon(int seconds)
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(
            clock, "--breaker-failures-max", "3", "--breaker-open-for", "500ms", "--breaker-open-for-max", "1s");
        await LeadAsync(rig, "a1", "b1");

        clock.Move(TimeSpan.FromSeconds(seconds));
        rig.Builder.Faults.On("engine_getPayload", PayloadLies.StateRoot(), times: 1);
        var invalid = await rig.A.MakeBlockAsync(rig["a1"]);
        await rig["a1"].WaitUntilToldAsync("report_outcome", 2);
        await rig.B.FollowAsync(rig["b1"], invalid.Block);
        await rig.B.MakeUntilBuilderIsUsedAsync(rig["b1"]);

        Assert.Equal("local:not_valid", invalid.Source);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task Jump_BeyondWhatTokensAllow_RefusesHonestTokensUntilTheClockIsRight(int seconds)
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(clock);
        await LeadAsync(rig, "a1", "b1");
        var head = rig.A.OpNode.Head!;

        clock.Move(TimeSpan.FromSeconds(seconds));
        rig.A.Use(rig["a1"]);
        var refused = await rig.A.OpNode.ForkchoiceUpdatedAsync(head.Hash, null);
        await LeadAsync(rig, "b1");
        clock.Move(TimeSpan.Zero);
        var accepted = await rig.A.OpNode.ForkchoiceUpdatedAsync(head.Hash, null);

        Assert.Equal(401, refused.Status);
        Assert.True(accepted.Succeeded, accepted.ToString());
        Assert.Equal(MadeBlock.Builder, (await rig.B.MakeBlockAsync(rig["b1"])).Source);
    }

    private static async Task<ClusterRig> StartAsync(MovedClock clock, params string[] flags)
    {
        var rig = await ClusterRig.StartAloneAsync();
        try
        {
            rig.Add("a1", rig.Redis.Endpoint, clock.Environment, [.. ClusterRig.GenerousTimes, .. flags]);
            rig.Add("b1", [.. ClusterRig.GenerousTimes, .. flags]);
            await Task.WhenAll(rig.Gateways.Select(gateway => gateway.WaitUntilJoinedAsync()));
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>One block through a gateway, the builder's; another gateway's sequencer follows.</summary>
    private static async Task LeadAsync(ClusterRig rig, string leader, string? follower = null)
    {
        var made = await rig.SequencerOf(leader).MakeBlockAsync(rig[leader]);
        Assert.Equal(MadeBlock.Builder, made.Source);
        await rig.Builder.WaitForHeadAsync(made.Block.Hash);
        if (follower is not null)
        {
            await rig.SequencerOf(follower).FollowAsync(rig[follower], made.Block);
        }
    }
}
