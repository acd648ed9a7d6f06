using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains.Builders;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Hosted;

/// <summary>Two gateways that share states through one redis-server.</summary>
[Trait("Category", "Redis")]
public sealed class SharedGrainTests(RedisFixture fixture) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private const int Races = 40;

    private static readonly CancellationToken None = CancellationToken.None;

    // What is not about time must not depend on it.
    private static readonly BuilderGrainOptions Patient = new()
    {
        WriterLease = TimeSpan.FromHours(1),
        AcknowledgementAgeMax = TimeSpan.FromHours(1),
    };

    private GrainHost _first = null!;
    private GrainHost _second = null!;

    public async Task InitializeAsync()
    {
        _first = await GrainHost.OnRedisAsync(fixture.Redis, Patient);
        _second = await GrainHost.OnRedisAsync(fixture.Redis, Patient);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Decide_ByBothAtOnce_HasOneWinnerThatBothLearn()
    {
        for (var race = 0; race < Races; race++)
        {
            var (one, other) = Grains<IPayloadGrain>(GrainKeys.Payload(10, Id(race)));

            var winners = await Task.WhenAll(
                Task.Run(() => one.Decide(Build(race), Decision(1, "a"), None)),
                Task.Run(() => other.Decide(Build(race), Decision(2, "b"), None)));

            Assert.Equal(winners[0], winners[1]);
            Assert.Equal(winners[0], (await one.Find(None))!.Decision);
            Assert.Equal(winners[0], (await other.Find(None))!.Decision);
        }
    }

    [Fact]
    public async Task BlockPage_WrittenByBothAtOnce_HasTheBlocksOfBoth()
    {
        var (one, other) = Grains<IBlockPageGrain>(GrainKeys.BlockPage(10, 1));

        await Task.WhenAll(
            Task.Run(() => one.Add([Block(1), Block(2)], None)), Task.Run(() => other.Add([Block(1, "b")], None)));

        Assert.Equal(3, (await one.Read(None)).Blocks.Count);
        Assert.Equal(3, (await other.Read(None)).Blocks.Count);
        Assert.Equal(3, (await other.GetState()).Blocks.Count);
    }

    [Fact]
    public async Task RequestBuild_ByBothAtOnceForOneBuild_GrantsOneStart()
    {
        var (one, other) = Grains<IBuilderGrain>(GrainKeys.Builder(10, "one-build"));
        for (var race = 0; race < Races; race++)
        {
            var timestamp = 100 + (ulong)race;

            var permits = await Task.WhenAll(
                Task.Run(() => one.RequestBuild(Request("a", race, timestamp), None)),
                Task.Run(() => other.RequestBuild(Request("b", race, timestamp), None)));

            Assert.Equal(
                [PermitVerdict.Start, PermitVerdict.Wait], permits.Select(permit => permit.Verdict).Order());
            Assert.Equal(permits[0].Writer, permits[1].Writer);
        }
    }

    [Fact]
    public async Task RequestBuild_ByBothAtOnceForTwoBuilds_GrantsOneStart()
    {
        var (one, other) = Grains<IBuilderGrain>(GrainKeys.Builder(10, "two-builds"));
        for (var race = 0; race < Races; race++)
        {
            var timestamp = 100 + (ulong)race;

            var permits = await Task.WhenAll(
                Task.Run(() => one.RequestBuild(Request("a", 2 * race, timestamp), None)),
                Task.Run(() => other.RequestBuild(Request("b", (2 * race) + 1, timestamp), None)));

            Assert.Equal(
                [PermitVerdict.Start, PermitVerdict.HeldByAnother], permits.Select(permit => permit.Verdict).Order());
            Assert.Equal(permits[0].Writer, permits[1].Writer);
        }
    }

    [Fact]
    public async Task Breaker_OpenedByOne_IsOpenForTheOther()
    {
        var (one, other) = Grains<IBuilderGrain>(GrainKeys.Builder(10, "broken"));

        await one.ReportOutcome(Outcome("a", 1, FallbackReason.NotValid), None);

        Assert.Equal(PermitVerdict.BreakerOpen, (await other.RequestBuild(Request("b", 2), None)).Verdict);
    }

    [Fact]
    public async Task Mode_SetThroughOne_IsSeenByTheOtherAndByAProcessStartedLater()
    {
        var (one, other) = Grains<IClusterGrain>(GrainKeys.Cluster(10));
        var change = new ModeChange(Guid.NewGuid(), ExecutionMode.Disabled, "operator", "a test", Now, null);

        await one.SetMode(change, None);

        Assert.Equal([change], (await other.Look(None)).Modes);
        await using var later = await GrainHost.OnRedisAsync(fixture.Redis, new BuilderGrainOptions());
        Assert.Equal([change], (await later.Grain<IClusterGrain>(GrainKeys.Cluster(10)).Look(None)).Modes);
    }

    [Fact]
    public async Task Call_ThatChangesNothing_WritesNothing()
    {
        var grain = _first.Grain<IPayloadGrain>(GrainKeys.Payload(10, Id(1000)));
        await grain.Decide(Build(1), Decision(1), None);
        var before = await EtagAsync($"payload/{GrainKeys.Payload(10, Id(1000))}/payload");

        await grain.Open(Build(1), None);
        await grain.Decide(Build(1), Decision(2), None);
        await grain.Find(None);

        Assert.NotEmpty(before);
        Assert.Equal(before, await EtagAsync($"payload/{GrainKeys.Payload(10, Id(1000))}/payload"));
    }

    /// <summary>The keys are part of what neighbouring versions and both engines share.</summary>
    [Fact]
    public async Task States_InRedis_HaveTheKeysThatWereAgreed()
    {
        await _first.Grain<IPayloadGrain>("1/0x0000000000000001").Open(Build(1), None);
        await _first.Grain<IBuilderGrain>("1/x").RequestBuild(Request("a", 1), None);
        await _first.Grain<IClusterGrain>("1").ReportGateway(
            new GatewayReport("a", "1", "local:1", 1, 2, TimeProvider.System.GetUtcNow()), None);

        Assert.NotEmpty(await EtagAsync("payload/1/0x0000000000000001/payload"));
        Assert.NotEmpty(await EtagAsync("builder/1/x/builder"));
        Assert.NotEmpty(await EtagAsync("cluster/1/cluster"));
    }

    private async Task<string> EtagAsync(string state) =>
        (await fixture.Redis.AskAsync("HGET", $"{GrainHost.ServiceId}/state/{state}", "etag"))[0];

    private (TGrain One, TGrain Other) Grains<TGrain>(string key)
        where TGrain : IGrainWithStringKey => (_first.Grain<TGrain>(key), _second.Grain<TGrain>(key));
}
