using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class ClusterBuildStoreTests : IDisposable
{
    private static readonly PayloadId Id = new(0x42);
    private static readonly BuildDigest Digest = new(1, 2);

    private readonly ClusterHost _host = new();
    private readonly ScriptedBytes _bytes = new();
    private readonly ClusterBuildStore _store;
    private readonly PayloadWriter _writer;

    public ClusterBuildStoreTests() => (_store, _writer) = Create(_host);

    public void Dispose()
    {
        _writer.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task Find_KnownHere_AsksNobody()
    {
        await _host.ReachAsync();
        var build = Open();

        Assert.Same(build, await _store.FindAsync(Id, CancellationToken.None));
        await _host.Payload.DidNotReceive().Find(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Find_OpenedElsewhere_GoesOnWithTheBuildersId()
    {
        await _host.ReachAsync();
        Found(Record(new BuilderRun("builder", new PayloadId(9), FallbackReason.None, "gateway-b")));

        var build = await _store.FindAsync(Id, CancellationToken.None);

        Assert.NotNull(build);
        Assert.Equal((Digest, (PayloadId?)Id, 100ul), (build.Digest, build.Id, build.Attributes.Timestamp!.Value));
        Assert.Equal(new PayloadId(9), (await build.Builder).PayloadId);
        Assert.True(build.IsBuilderAsked);
    }

    [Fact]
    public async Task Find_OpenedElsewhereAsAProbe_IsOnlyChecked()
    {
        await _host.ReachAsync();
        Found(Record(new BuilderRun("builder", new PayloadId(9), FallbackReason.None, "gateway-b", IsProbe: true)));

        var build = await _store.FindAsync(Id, CancellationToken.None);

        Assert.True(build!.IsProbe);
    }

    [Fact]
    public async Task Find_OpenedElsewhereBuilderUnknownReason_IsAFailureOfOurs()
    {
        await _host.ReachAsync();
        Found(Record(new BuilderRun("builder", null, (FallbackReason)999, "gateway-b")));

        var build = await _store.FindAsync(Id, CancellationToken.None);

        Assert.Equal(FallbackReason.InternalError, (await build!.Builder).Failure);
    }

    [Fact]
    public async Task Find_NobodyKnows_IsNull()
    {
        await _host.ReachAsync();
        Found(null);

        Assert.Null(await _store.FindAsync(Id, CancellationToken.None));
    }

    [Fact]
    public async Task Find_ClusterAway_IsNullAtOnce()
    {
        Found(Record());

        Assert.Null(await _store.FindAsync(Id, CancellationToken.None));
    }

    [Fact]
    public async Task Find_AnotherCallWasJustLate_AsksAllTheSame()
    {
        await _host.ReachAsync();
        await LoseAsync();
        Found(Record());

        Assert.NotNull(await _store.FindAsync(Id, CancellationToken.None));
    }

    [Fact]
    public async Task Find_ClusterSilentForLong_IsNullAtOnce()
    {
        await _host.ReachAsync();
        await LoseAsync();
        Found(Record());
        _host.Time.Advance(ClusterLimits.HiccupMax);

        Assert.Null(await _store.FindAsync(Id, CancellationToken.None));
        await _host.Payload.DidNotReceive().Find(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Decide_FirstHere_Stands()
    {
        await _host.ReachAsync();
        var build = Open();
        _host.Payload.Decide(Arg.Any<PayloadBuild>(), Arg.Any<PayloadDecision>(), Arg.Any<CancellationToken>())
            .Returns(call => call.Arg<PayloadDecision>());

        var winner = await _store.DecideAsync(build, Decided(1), Payload(), CancellationToken.None);

        Assert.Equal(Decided(1), winner);
    }

    [Fact]
    public async Task Decide_BuildThatNobodyKnew_IsFixedForWhateverHasItsIdAndParent()
    {
        await _host.ReachAsync();
        var build = _store.Open(Digest, () => new Build(Digest, Sample.Hash(0), new PayloadAttributes()) { IsUnknown = true });
        _store.Name(build, Id);
        Wins(2);

        var winner = await _store.DecideAsync(build, Decided(1), Payload(), CancellationToken.None);

        Assert.Equal(Sample.Hash(2), winner.BlockHash);
        Assert.Equal(0, _host.Outbox.Count);
        await _host.Payload.Received().Decide(
            Arg.Is<PayloadBuild>(told => told.IsUnknown && told.Parent == Sample.Hash(0)), Arg.Any<PayloadDecision>(),
            Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Decide_AnotherGatewayWasFirst_TakesItsDecision()
    {
        await _host.ReachAsync();
        var build = Open();
        Wins(2);

        var winner = await _store.DecideAsync(build, Decided(1), Payload(), CancellationToken.None);

        Assert.Equal(Sample.Hash(2), winner.BlockHash);
        Assert.Equal(winner, build.Decision);
        Assert.Equal(1, _host.Meters.Observed("sidecar.cluster.overruled"));
    }

    [Fact]
    public async Task Decide_ClusterSilent_StandsAfterTheBudgetAndIsToldLater()
    {
        await _host.ReachAsync();
        var build = Open();
        var told = _host.Outbox.Count;
        _host.Payload.Decide(Arg.Any<PayloadBuild>(), Arg.Any<PayloadDecision>(), Arg.Any<CancellationToken>())
            .Returns(new TaskCompletionSource<PayloadDecision>().Task);
        var deciding = _store.DecideAsync(build, Decided(1), Payload(), CancellationToken.None).AsTask();

        _host.Time.Advance(_host.Options.CallBudget);

        Assert.Equal(Decided(1), await deciding);
        Assert.Equal(told + 1, _host.Outbox.Count);
        Assert.Equal(1, _host.Meters.Observed("sidecar.cluster.decided_alone"));
    }

    [Fact]
    public async Task Decide_WithoutTransactionPool_NeedsNoAgreement()
    {
        await _host.ReachAsync();
        var build = Open("""{"timestamp":"0x64","noTxPool":true}""");

        var winner = await _store.DecideAsync(build, Decided(1), Payload(), CancellationToken.None);

        Assert.Equal(Decided(1), winner);
        await _host.Payload.DidNotReceive()
            .Decide(Arg.Any<PayloadBuild>(), Arg.Any<PayloadDecision>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Fetch_WrittenElsewhere_ReturnsTheBytes()
    {
        var build = Open();
        _bytes.Written[new PayloadKey(10, Id, Sample.Hash(2))] = "answer";

        using var payload = await _store.FetchPayloadAsync(build, Decided(2), CancellationToken.None);

        Assert.Equal("answer", payload!.Result.Text());
    }

    [Fact]
    public async Task Fetch_StillOnItsWay_LooksAgain()
    {
        var build = Open();
        _bytes.Written[new PayloadKey(10, Id, Sample.Hash(2))] = "answer";
        _bytes.LooksInVain = 1;
        var fetching = _store.FetchPayloadAsync(build, Decided(2), CancellationToken.None).AsTask();

        _host.Time.Advance(ClusterLimits.FetchStep);

        using var payload = await fetching;
        Assert.NotNull(payload);
    }

    [Fact]
    public async Task Fetch_NeverWritten_EndsInTime()
    {
        var build = Open();
        var fetching = _store.FetchPayloadAsync(build, Decided(2), CancellationToken.None).AsTask();

        _host.Time.Advance(ClusterLimits.FetchMax);

        Assert.Null(await fetching);
    }

    [Fact]
    public void Name_Twice_IsToldOnce()
    {
        var build = Open();
        var told = _host.Outbox.Count;

        _store.Name(build, Id);

        Assert.Equal(told, _host.Outbox.Count);
    }

    [Fact]
    public async Task EverythingWithoutRedis_StaysInMemory()
    {
        using var alone = new ClusterHost(isShared: false);
        await alone.ReachAsync();
        var (store, writer) = Create(alone);
        using var disposing = writer;
        var build = store.Open(Digest, () => Build());
        store.Name(build, Id);

        await store.DecideAsync(build, Decided(1), Payload(), CancellationToken.None);

        Assert.Equal(0, alone.Outbox.Count);
        Assert.Empty(alone.Payload.ReceivedCalls());
    }

    private static Decision Decided(int block) =>
        new(PayloadSource.Local, FallbackReason.NoBuilder, Sample.Hash(block), 7, 21_000, 1, 4);

    private static Build Build(string attributes = """{"timestamp":"0x64"}""")
    {
        var raw = Encoding.UTF8.GetBytes(attributes);
        return new Build(Digest, Sample.Hash(0), PayloadAttributes.Read(new ReadOnlySequence<byte>(raw)))
        {
            RawAttributes = raw,
        };
    }

    private static PayloadRecord Record(params BuilderRun[] runs) => new()
    {
        Build = new PayloadBuild(
            Digest, Sample.Hash(0), 100, """{"timestamp":"0x64"}""", "gateway-b", DateTimeOffset.UnixEpoch),
        Builders = [.. runs],
    };

    private static AnsweredPayload Payload()
    {
        var lease = BodyLease.Copy("answer"u8);
        return new AnsweredPayload(lease, lease.Bytes);
    }

    private Build Open(string attributes = """{"timestamp":"0x64"}""")
    {
        var build = _store.Open(Digest, () => Build(attributes));
        _store.Name(build, Id);
        return build;
    }

    /// <summary>One look of the watch is late.</summary>
    private async Task LoseAsync()
    {
        while (_host.Client.IsReachable)
        {
            var look = _host.Client.LookAsync(
                ClusterCall.LookCluster, _ => new TaskCompletionSource<ClusterState>().Task).AsTask();
            _host.Time.Advance(_host.Options.CallBudget);
            await look;
        }
    }

    private void Found(PayloadRecord? record) => _host.Payload.Find(Arg.Any<CancellationToken>()).Returns(record);

    private void Wins(int block) => _host.Payload
        .Decide(Arg.Any<PayloadBuild>(), Arg.Any<PayloadDecision>(), Arg.Any<CancellationToken>())
        .Returns(call => call.Arg<PayloadDecision>() with { BlockHash = Sample.Hash(block), GatewayId = "gateway-b" });

    private (ClusterBuildStore Store, PayloadWriter Writer) Create(ClusterHost host)
    {
        var options = Options.Create(host.Options);
        var memory = new MemoryBuildStore(Options.Create(new BuildsOptions()), host.Meters.Metrics, host.Time);
        var writer = new PayloadWriter(_bytes, options, host.Meters.Metrics, host.Time, NullLogger<PayloadWriter>.Instance);
        var store = new ClusterBuildStore(
            memory, host.Client, host.Identity, host.Outbox, _bytes, writer,
            new OffPathWork(NullLogger<OffPathWork>.Instance), host.Meters.Metrics, host.Time,
            NullLogger<ClusterBuildStore>.Instance);
        return (store, writer);
    }
}
