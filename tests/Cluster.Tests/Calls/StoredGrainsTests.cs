using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Cluster.Tests.Redis;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using Sidecar.Grains.Builders;
using Sidecar.Grains.Chain;
using Sidecar.Grains.Detached;
using Sidecar.Grains.Payloads;
using Sidecar.Grains.Tests.Hosted;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Cluster.Tests.Calls;

/// <summary>Grains over their states in Redis, beside an engine that hosts the same grains.</summary>
public sealed class StoredGrainsTests(RedisFixture fixture) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private const int Races = 40;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ClusterOptions Cluster = new() { ServiceId = GrainHost.ServiceId };

    // What is not about time must not depend on it.
    private static readonly BuilderGrainOptions Patient = new()
    {
        WriterLease = TimeSpan.FromHours(1),
        AcknowledgementAgeMax = TimeSpan.FromHours(1),
    };

    private RedisLink _link = null!;
    private DetachedGrains _stored = null!;
    private GrainHost _engine = null!;

    public async Task InitializeAsync()
    {
        _link = await ConnectAsync(fixture.Server);
        _stored = GrainsOver(_link);
        _engine = await GrainHost.OnRedisAsync(fixture.Server, Patient);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _link.DisposeAsync();
    }

    [Fact]
    public async Task Stored_WhatTheEngineWrote_IsFound()
    {
        var payload = GrainKeys.Payload(10, Id(1));
        var builder = GrainKeys.Builder(10, "found");
        await _engine.Grain<IPayloadGrain>(payload).Decide(Build(1), Decision(1), None);
        await _engine.Grain<IBuilderGrain>(builder).RequestBuild(Request("a", 1), None);

        var found = await OnPayloadAsync(payload, (grain, token) => grain.Find(token));
        var permit = await _stored.CallAsync<IBuilderGrain, BuildPermit>(
            builder, (grain, token) => grain.RequestBuild(Request("b", 1), token), None);

        Assert.Equal(Decision(1), found!.Decision);
        Assert.Equal("a", permit.Writer!.GatewayId);
        Assert.Equal(PermitVerdict.Wait, permit.Verdict);
    }

    [Fact]
    public async Task Engine_WhatTheStoredGrainWrote_IsFoundThoughItRemembersLess()
    {
        var key = GrainKeys.Payload(10, Id(2));
        var hosted = _engine.Grain<IPayloadGrain>(key);
        var before = await hosted.Find(None);

        await OnPayloadAsync(key, (grain, token) => grain.Decide(Build(2), Decision(2), token));

        Assert.Null(before);
        Assert.Equal(Decision(2), (await hosted.Find(None))!.Decision);
    }

    [Fact]
    public async Task Decide_ByEngineAndStoredGrainAtOnce_HasOneWinner()
    {
        for (var race = 100; race < 100 + Races; race++)
        {
            var key = GrainKeys.Payload(10, Id(race));
            var hosted = _engine.Grain<IPayloadGrain>(key);

            var ours = Task.Run(() => OnPayloadAsync(
                key, (grain, token) => grain.Decide(Build(race), Decision(1, "a"), token)));
            var theirs = Task.Run(() => DecideThroughConflictAsync(hosted, race));
            var winners = await Task.WhenAll(ours, theirs);

            Assert.Equal(winners[0], winners[1]);
            Assert.Equal(winners[0], (await OnPayloadAsync(key, (grain, token) => grain.Find(token)))!.Decision);
        }
    }

    [Fact]
    public async Task Decide_ByManyStoredGrainsAtOnce_HasOneWinner()
    {
        var key = GrainKeys.Payload(10, Id(3));

        var winners = await Task.WhenAll(Enumerable.Range(1, 6).Select(gateway => Task.Run(
            () => OnPayloadAsync(key, (grain, token) => grain.Decide(Build(3), Decision(gateway, $"{gateway}"), token)))));

        Assert.Single(winners.Distinct());
    }

    [Fact]
    public async Task Engine_WrittenPast_DoesNotOverwrite()
    {
        var key = GrainKeys.Payload(10, Id(4));
        var hosted = _engine.Grain<IPayloadGrain>(key);
        await hosted.Open(Build(4), None);
        await OnPayloadAsync(key, (grain, token) => grain.Decide(Build(4), Decision(1, "past"), token));

        var winner = await DecideThroughConflictAsync(hosted, 4);

        Assert.Equal(Decision(1, "past"), winner);
    }

    [Fact]
    public async Task States_Stored_ExpireOnlyWherePayloadsDo()
    {
        await OnPayloadAsync("10/expiring", (grain, token) => grain.Open(Build(5), token));
        await _stored.CallAsync<IClusterGrain, ClusterState>(
            "11",
            (grain, token) => grain.SetMode(
                new ModeChange(Guid.NewGuid(), ExecutionMode.Disabled, "operator", "a test", Now, null), token),
            None);

        Assert.InRange(
            int.Parse((await fixture.Server.AskAsync("TTL", "test/state/payload/10/expiring/payload"))[0]),
            1,
            (int)Cluster.StateAgeMax.TotalSeconds);
        Assert.Equal("-1", (await fixture.Server.AskAsync("TTL", "test/state/cluster/11/cluster"))[0]);
    }

    [Fact]
    public async Task Call_RedisGone_FailsAndSaysSo()
    {
        await using var redis = await RedisServer.StartAsync(new() { KeepsData = false });
        await using var link = await ConnectAsync(redis);
        var stored = GrainsOver(link);
        await redis.KillAsync();
        await Polling.UntilAsync(() => Task.FromResult(!link.IsConnected));

        var failure = await Assert.ThrowsAsync<RedisUnavailableException>(() => stored.CallAsync<IClusterGrain, ClusterState>(
            "12", (grain, token) => grain.Look(token), None));

        Assert.Contains(nameof(RedisFailure.NotConnected), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfAnotherInterface_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _stored.CallAsync<IGrainWithStringKey, int>(
            "13", (_, _) => Task.FromResult(0), None));
    }

    private static async Task<RedisLink> ConnectAsync(RedisServer redis)
    {
        var link = new RedisLink(
            PayloadBytesHost.Configuration(redis.Endpoint), new RedisLimits { CommandTimeout = Patience.Default },
            TimeProvider.System, NullLogger<RedisLink>.Instance);
        await link.StartAsync(None);
        await Polling.UntilAsync(() => Task.FromResult(link.IsConnected));
        return link;
    }

    private static DetachedGrains GrainsOver(RedisLink link) => new(
        new RedisStates(link, Options.Create(Cluster)), new PayloadGrainOptions(), Patient, new ClusterGrainOptions(),
        TimeProvider.System);

    private Task<T> OnPayloadAsync<T>(string key, Func<IPayloadGrain, CancellationToken, Task<T>> call) =>
        _stored.CallAsync(key, call, None);

    /// <summary>Orleans tells its caller of a conflict and loads the state anew; the embedded engine repeats by itself.</summary>
    private static async Task<PayloadDecision> DecideThroughConflictAsync(IPayloadGrain hosted, int number)
    {
        while (true)
        {
            try
            {
                return await hosted.Decide(Build(number), Decision(2, "b"), None);
            }
            catch (Orleans.Storage.InconsistentStateException)
            {
                // Written past: the next call sees what counts.
            }
        }
    }
}
