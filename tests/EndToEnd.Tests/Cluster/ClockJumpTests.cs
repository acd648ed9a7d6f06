using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>The wall clock of one gateway jumps: leases, breaker and tokens hold, and no longer than seconds.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "36")]
public sealed class ClockJumpTests
{
    private static readonly TimeSpan[] WithinWhatTokensAllow = [TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(-45)];

    private static readonly TimeSpan[] BeyondWhatTokensAllow = [TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(-10)];

    [Fact]
    public async Task Jump_WithinWhatTokensAllow_BuilderIsKeptHandedOverAndTakenBack()
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(clock);
        await LeadAsync(rig, "a1", "b1");

        foreach (var jump in WithinWhatTokensAllow)
        {
            clock.Move(jump);
            await LeadAsync(rig, "a1", "b1");
            await LeadAsync(rig, "b1", "a1");
            await LeadAsync(rig, "a1", "b1");
            clock.Move(TimeSpan.Zero);
            await LeadAsync(rig, "a1", "b1");
            await LeadAsync(rig, "b1", "a1");
        }
    }

    [Fact]
    public async Task Jump_HolderOfTheLease_LeavesNoLeaseThatOutlivesItsLength()
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(clock, "--cluster-writer-lease", "1s");

        foreach (var jump in WithinWhatTokensAllow)
        {
            clock.Move(jump);
            await LeadAsync(rig, "a1", "b1");
            await rig.A.StartKnownBuildAsync(rig["a1"]);

            // The same slot in other words, so only time can take the builder from its holder.
            var made = await TakeOverSameSlotAsync(rig);
            await rig.A.FollowAsync(rig["a1"], made.Block);
        }
    }

    [Fact]
    public async Task Jump_BreakerOpenedByTheWrongClock_OthersTryTheBuilderSoon()
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(
            clock, "--breaker-failures-max", "3", "--breaker-open-for", "500ms", "--breaker-open-for-max", "1s");

        foreach (var jump in WithinWhatTokensAllow)
        {
            clock.Move(jump);
            await LeadAsync(rig, "a1", "b1");
            var told = await rig["a1"].ToldAsync("report_outcome");
            rig.Builder.Faults.On("engine_getPayload", PayloadLies.StateRoot(), times: 1);
            var invalid = await rig.A.MakeBlockAsync(rig["a1"]);
            Assert.Equal("local:not_valid", invalid.Source);
            await rig["a1"].WaitUntilToldAsync("report_outcome", told + 1);
            await rig.B.FollowAsync(rig["b1"], invalid.Block);

            foreach (var made in await rig.B.MakeUntilBuilderIsUsedAsync(rig["b1"]))
            {
                await rig.A.FollowAsync(rig["a1"], made.Block);
            }
        }
    }

    [Fact]
    public async Task Jump_BeyondWhatTokensAllow_RefusesHonestTokensUntilTheClockIsRight()
    {
        using var clock = new MovedClock();
        await using var rig = await StartAsync(clock);

        foreach (var jump in BeyondWhatTokensAllow)
        {
            await LeadAsync(rig, "a1", "b1");
            var head = rig.A.OpNode.Head!;

            clock.Move(jump);
            rig.A.Use(rig["a1"]);
            var refused = await rig.A.OpNode.ForkchoiceUpdatedAsync(head.Hash, null);
            var meanwhile = await rig.B.MakeBlockAsync(rig["b1"]);
            clock.Move(TimeSpan.Zero);
            var accepted = await rig.A.OpNode.ForkchoiceUpdatedAsync(head.Hash, null);

            Assert.Equal(401, refused.Status);
            Assert.Equal(MadeBlock.Builder, meanwhile.Source);
            Assert.True(accepted.Succeeded, accepted.ToString());
            await rig.A.FollowAsync(rig["a1"], meanwhile.Block);
        }
    }

    private static Task<ClusterRig> StartAsync(MovedClock clock, params string[] flags) =>
        ClusterRig.StartAsync(rig =>
        {
            string[] all = [.. ClusterRig.GenerousTimes, .. flags];
            rig.Add("a1", rig.Redis.Endpoint, clock.Environment, all);
            rig.Add("b1", all);
        });

    /// <summary>One block through a gateway, the builder's; another gateway's sequencer follows.</summary>
    private static async Task LeadAsync(ClusterRig rig, string leader, string follower)
    {
        var made = await rig.SequencerOf(leader).MakeBlockAsync(rig[leader]);
        Assert.Equal(MadeBlock.Builder, made.Source);
        await rig.Builder.WaitForHeadAsync(made.Block.Hash);
        await rig.SequencerOf(follower).FollowAsync(rig[follower], made.Block);
    }

    /// <summary>b asks for the slot that a has begun until it gets the builder; a lease may hold it up.</summary>
    private static async Task<MadeBlock> TakeOverSameSlotAsync(ClusterRig rig)
    {
        var parent = rig.B.OpNode.Head!;
        List<string> forced = [];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            forced.Add(OpNodeDriver.FakeDeposit(1000 + parent.Number));
            var made = await rig.B.MakeBlockAsync(
                rig["b1"], new() { Parent = parent, ForcedTransactions = [.. forced] });
            if (made.Source == MadeBlock.Builder)
            {
                return made;
            }

            Assert.Equal("local:held_by_another", made.Source);
            Assert.False(patience.IsCancellationRequested, "The lease outlives its length.");
        }
    }
}
