using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class MemoryBuildStoreTests : IDisposable
{
    private static readonly PayloadId One = new(1);

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly BuildsOptions _options = new() { CountMax = 8, BytesMax = 100 };
    private readonly MemoryBuildStore _store;

    public MemoryBuildStoreTests() => _store = new MemoryBuildStore(Options.Create(_options), _meters.Metrics, _time);

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Find_NamedBuild_IsIt()
    {
        var build = Open(1);

        _store.Name(build, One);

        Assert.Same(build, await FindAsync(One));
        Assert.Equal(One, build.Id);
        Assert.Null(await FindAsync(new PayloadId(2)));
    }

    [Fact]
    public void Open_SameDigestTwice_IsTheSameBuild()
    {
        Assert.Same(Open(1), Open(1));
        Assert.NotSame(Open(1), Open(2));
        Assert.Equal(2, _store.Count);
    }

    [Fact]
    public async Task Open_MoreThanTheLimit_ForgetsTheOldest()
    {
        var first = Open(0);
        _store.Name(first, One);

        for (var i = 1; i <= 8; i++)
        {
            Open(i);
        }

        Assert.Equal(8, _store.Count);
        Assert.Null(await FindAsync(One));
        Assert.NotSame(first, Open(0));
    }

    [Fact]
    public async Task Find_BuildOverItsAge_IsGone()
    {
        _store.Name(Open(1), One);

        _time.Advance(_options.AgeMax);
        var atItsAge = await FindAsync(One);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.NotNull(atItsAge);
        Assert.Null(await FindAsync(One));
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task Name_IdThatIsReused_GoesToTheNewestBuild()
    {
        var (old, young) = (Open(1), Open(2));

        _store.Name(old, One);
        _store.Name(young, One);

        Assert.Same(young, await FindAsync(One));
    }

    [Fact]
    public async Task Name_SameBuildWrittenDifferently_KeepsTheAnswerThatWasGiven()
    {
        var (answered, rewritten) = (Open(1), Open(2));
        _store.Name(answered, One);
        Decide(answered, 7);

        _store.Name(rewritten, One);

        Assert.Same(answered, await FindAsync(One));
    }

    [Theory]
    [InlineData("timestamp", "\"0x77359403\"")]
    [InlineData("gasLimit", "\"0x1\"")]
    [InlineData("transactions", "[]")]
    [InlineData("minBaseFee", "1")]
    public async Task Name_DecidedIdReusedForOtherAttributes_GoesToTheNewestBuild(string name, string value)
    {
        var answered = Open(1);
        _store.Name(answered, One);
        Decide(answered, 7);
        var json = Sample.AttributesJson();
        json[name] = System.Text.Json.Nodes.JsonNode.Parse(value);
        var digest = new BuildDigest(0, 2);
        var other = _store.Open(digest, () => new Build(digest, Sample.Parent, Sample.Attributes(json)));

        _store.Name(other, One);

        Assert.Same(other, await FindAsync(One));
    }

    [Fact]
    public async Task Name_IdReusedAndOldBuildGone_StillNamesTheNewest()
    {
        _store.Name(Open(1), One);
        _time.Advance(TimeSpan.FromMinutes(9));
        var young = Open(2);
        _store.Name(young, One);

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Same(young, await FindAsync(One));
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task Name_BuildGivenASecondId_IsForgottenUnderBoth()
    {
        var build = Open(1);
        _store.Name(build, One);
        _store.Name(build, new PayloadId(2));

        _time.Advance(_options.AgeMax + TimeSpan.FromSeconds(1));

        Assert.Null(await FindAsync(new PayloadId(2)));
        Assert.Null(await FindAsync(One));
    }

    [Fact]
    public async Task Name_BuildThatIsForgotten_NamesNothing()
    {
        var build = Open(1);
        _time.Advance(_options.AgeMax + TimeSpan.FromSeconds(1));
        await FindAsync(One);

        _store.Name(build, One);

        Assert.Null(await FindAsync(One));
    }

    [Fact]
    public void Decide_Twice_FirstWins()
    {
        var build = Open(1);

        var first = Decide(build, 1);
        var second = Decide(build, 2);

        Assert.Same(first, second);
        Assert.Same(first, build.Decision);
    }

    [Fact]
    public void WasAnsweredForAnother_DecidedBlock_IsForOtherBuildsOnly()
    {
        var (build, other) = (Open(1), Open(2));

        Decide(build, 7);

        Assert.False(_store.WasAnsweredForAnother(Sample.Hash(7), build));
        Assert.True(_store.WasAnsweredForAnother(Sample.Hash(7), other));
        Assert.False(_store.WasAnsweredForAnother(Sample.Hash(8), other));
    }

    [Fact]
    public void WasAnsweredForAnother_BuildForgotten_ForgetsItsBlock()
    {
        Decide(Open(1), 7);
        _time.Advance(_options.AgeMax + TimeSpan.FromSeconds(1));

        var other = Open(2);

        Assert.False(_store.WasAnsweredForAnother(Sample.Hash(7), other));
    }

    [Fact]
    public void WasAnsweredForAnother_DecidedAfterTheBuildWasForgotten_IsForgottenInTheEnd()
    {
        var build = Open(1);
        _time.Advance(_options.AgeMax + TimeSpan.FromSeconds(1));
        Open(2);

        Decide(build, 7);
        _time.Advance(_options.AgeMax * 2);

        Assert.False(_store.WasAnsweredForAnother(Sample.Hash(7), Open(3)));
    }

    [Fact]
    public void Keep_Payload_IsFoundWithALeaseOfItsOwn()
    {
        var build = Open(1);
        _store.Keep(build, Payload("abc"));

        using var first = _store.FindPayload(build)!;
        _store.FindPayload(build)!.Dispose();

        Assert.Equal("abc", first.Result.Text());
        Assert.Equal("abc", _store.FindPayload(build)!.Lease.Bytes.Text());
        Assert.Equal(3, _store.PayloadBytes);
    }

    [Fact]
    public void Keep_SecondPayload_KeepsTheFirstAndLetsGoOfTheSecond()
    {
        var build = Open(1);
        var second = Payload("xyz");

        _store.Keep(build, Payload("abc"));
        _store.Keep(build, second);

        Assert.Equal("abc", _store.FindPayload(build)!.Result.Text());
        Assert.True(second.Lease.Bytes.IsEmpty);
        Assert.Equal(3, _store.PayloadBytes);
    }

    [Fact]
    public void Keep_BuildThatIsForgotten_LetsGoOfThePayload()
    {
        var build = Open(1);
        _time.Advance(_options.AgeMax + TimeSpan.FromSeconds(1));
        Open(2);
        var payload = Payload("abc");

        _store.Keep(build, payload);

        Assert.True(payload.Lease.Bytes.IsEmpty);
        Assert.Null(_store.FindPayload(build));
        Assert.Equal(0, _store.PayloadBytes);
    }

    [Fact]
    public void Keep_MoreBytesThanTheLimit_DropsTheOldestPayloadsOnly()
    {
        var builds = Enumerable.Range(0, 3).Select(Open).ToList();

        builds.ForEach(build => _store.Keep(build, Payload(new string('x', 40))));

        Assert.Null(_store.FindPayload(builds[0]));
        Assert.NotNull(_store.FindPayload(builds[1]));
        Assert.NotNull(_store.FindPayload(builds[2]));
        Assert.Equal(80, _store.PayloadBytes);
        Assert.Equal(3, _store.Count);
    }

    [Fact]
    public void Keep_OnePayloadOverTheLimit_StaysAlone()
    {
        var (small, large) = (Open(1), Open(2));

        _store.Keep(small, Payload("abc"));
        _store.Keep(large, Payload(new string('x', 500)));

        Assert.Null(_store.FindPayload(small));
        Assert.NotNull(_store.FindPayload(large));
        Assert.Equal(500, _store.PayloadBytes);
    }

    [Fact]
    public async Task FindPayload_OverItsAge_IsGoneAndTheBuildIsNot()
    {
        var build = Open(1);
        _store.Name(build, One);
        _store.Keep(build, Payload("abc"));

        _time.Advance(_options.PayloadAgeMax + TimeSpan.FromTicks(1));

        Assert.Same(build, await FindAsync(One));
        Assert.Null(_store.FindPayload(build));
        Assert.Equal(0, _store.PayloadBytes);
    }

    [Fact]
    public void FindPayload_SharedThenEvicted_KeepsItsBytes()
    {
        var (small, large) = (Open(1), Open(2));
        _store.Keep(small, Payload("abc"));
        using var shared = _store.FindPayload(small)!;

        _store.Keep(large, Payload(new string('x', 500)));

        Assert.Null(_store.FindPayload(small));
        Assert.Equal("abc", shared.Result.Text());
    }

    private static AnsweredPayload Payload(string text)
    {
        var lease = BodyLease.Copy(System.Text.Encoding.ASCII.GetBytes(text));
        return new AnsweredPayload(lease, lease.Bytes);
    }

    private Build Open(int number)
    {
        var digest = new BuildDigest(0, (ulong)number);
        return _store.Open(digest, () => new Build(digest, Sample.Parent, Sample.Attributes()));
    }

    private async Task<Build?> FindAsync(PayloadId id) => await _store.FindAsync(id, CancellationToken.None);

    private Decision Decide(Build build, int block) => _store.Decide(
        build, new Decision(PayloadSource.Local, FallbackReason.Policy, Sample.Hash(block), 1, 1, 1, 4));
}
