using Sidecar.Gateway.Doctor.Pair;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class HeadJudgementTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(-61, "head.ahead-of-time", "in 61 s only")]
    [InlineData(-60, "head.ok", "new")]
    [InlineData(-5, "head.ok", "new")]
    [InlineData(0, "head.ok", "0 s old")]
    [InlineData(10, "head.ok", "10 s old")]
    [InlineData(11, "head.old", "11 s old")]
    [InlineData(600, "head.old", "10 min old")]
    [InlineData(36000, "head.old", "10 h old")]
    [InlineData(864000, "head.old", "10 days old")]
    public void Head_OfAnAge_IsJudgedAsHealthzDoes(int age, string id, string words)
    {
        var head = Sample.Head(timestamp: (ulong)(Now.ToUnixTimeSeconds() - age));

        var finding = HeadJudgement.Judge(head, null, Now, TenSeconds);

        Assert.Equal(id, finding.Kind.Id);
        Assert.Contains(words, finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_OfTheBuilder_IsNotComparedWithTheClock() => Assert.Equal(
        "head.ok", HeadJudgement.Judge(Sample.Head(), null, Now + TimeSpan.FromDays(1000), ageMax: null).Kind.Id);

    [Fact]
    public void Head_Missing_RepeatsWhatTheClientSays()
    {
        var finding = HeadJudgement.Judge(null, "still starting", Now, TenSeconds);

        Assert.Equal("head.none", finding.Kind.Id);
        Assert.Contains("\"still starting\"", finding.Meaning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"number":"0x10","hash":"H","timestamp":"0x20"}""", true)]
    [InlineData("""{"number":"16","hash":"H","timestamp":"0x20"}""", false)]
    [InlineData("""{"number":"0x10","hash":"0x12","timestamp":"0x20"}""", false)]
    [InlineData("""{"number":"0x10","hash":"H"}""", false)]
    [InlineData("""{"number":16,"hash":"H","timestamp":"0x20"}""", false)]
    [InlineData("null", false)]
    [InlineData("[]", false)]
    public void Block_OfAnAnswer_IsReadOrNothing(string json, bool isRead)
    {
        var head = HeadFacts.Read(Sample.Result(json.Replace("\"H\"", $"\"{Sample.Hash('A')}\"", StringComparison.Ordinal)));

        Assert.Equal(isRead, head is not null);
        Assert.True(head is null || head == new HeadFacts(16, Sample.Hash('a'), 32, head.Fork));
    }

    [Fact]
    public void Block_OfAnHttpError_IsNothing() =>
        Assert.Null(HeadFacts.Read(Sample.Result("{}") with { StatusCode = 500 }));

    [Theory]
    // Blocks 2 s apart; the gateway replays 20.
    [InlineData(100, 100, false, "heads.ok")]
    [InlineData(100, 95, false, "heads.ok")]
    [InlineData(100, 105, false, "heads.ok")]
    [InlineData(100, 106, false, "heads.ahead")]
    [InlineData(100, 94, false, "heads.behind")]
    [InlineData(100, 80, false, "heads.behind")]
    [InlineData(100, 79, false, "heads.far-behind")]
    [InlineData(100, 79, true, "heads.behind")]
    [InlineData(100, 0, false, "heads.far-behind")]
    public void Heads_OfADistance_AreJudgedByTimeAndReplay(ulong local, ulong builder, bool isSyncing, string id) =>
        Assert.Equal(id, Judge(local, builder, 'c', 'c', isSyncing));

    [Theory]
    [InlineData(100, 100)]
    [InlineData(100, 50)]
    public void Heads_OfTwoBranches_AreAnErrorAtAnyDistance(ulong local, ulong builder) =>
        Assert.Equal("heads.forked", Judge(local, builder, 'c', 'd', isSyncing: true));

    [Fact]
    public void Heads_WithoutASharedBlock_AreJudgedByDistance() =>
        Assert.Equal("heads.ok", Judge(100, 100, null, 'd', isSyncing: false));

    [Theory]
    [InlineData(2.0, 1900, "block-time.ok")]
    [InlineData(1.0, 800, "block-time.ok")]
    [InlineData(1.0, 1000, "block-time.builder-timeout")]
    [InlineData(0.25, 800, "block-time.builder-timeout")]
    public void BlockTime_AgainstTheBuildersShare_MustBeLonger(double seconds, int share, string id) => Assert.Equal(
        id,
        BlockTimeJudgement.Judge(
            TimeSpan.FromSeconds(seconds), TimeSpan.FromMilliseconds(share), "--builder-timeout").Kind.Id);

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    [InlineData("""{"currentBlock":"0x1"}""", true)]
    [InlineData("null", null)]
    [InlineData("\"0x0\"", null)]
    public void Syncing_OfAnAnswer_IsFalseOrAnObject(string json, bool? isSyncing) =>
        Assert.Equal(isSyncing, SyncJudgement.Read(Sample.Result(json)));

    [Theory]
    [InlineData(false, "sync.ok", "sync.ok")]
    [InlineData(true, "sync.local", "sync.builder")]
    [InlineData(null, "sync.untold", "sync.untold")]
    public void Syncing_OfLocal_IsWorseThanOfTheBuilder(bool? isSyncing, string ofLocal, string ofBuilder)
    {
        Assert.Equal(ofLocal, SyncJudgement.Judge(Sample.Local, isSyncing).Kind.Id);
        Assert.Equal(ofBuilder, SyncJudgement.Judge(Sample.Builder, isSyncing).Kind.Id);
    }

    private static string Judge(ulong local, ulong builder, char? localShared, char? builderShared, bool isSyncing) =>
        HeadsJudgement.Judge(
            Sample.Head(local, 1000 + (2 * local)), Sample.Head(builder, 1000 + (2 * builder)),
            localShared is { } ours ? Sample.Hash(ours) : null, builderShared is { } theirs ? Sample.Hash(theirs) : null,
            isSyncing, TenSeconds, replayMax: 20).Kind.Id;
}
