using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class ForkchoiceJudgementTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    [InlineData(86400, false)]
    public void Head_YoungerThanAMinute_IsLeftAlone(int age, bool moves)
    {
        var head = Sample.Head(timestamp: (ulong)(Now.ToUnixTimeSeconds() - age));

        Assert.Equal(moves, ForkchoiceJudgement.Moves(head, Now) is not null);
    }

    [Theory]
    [InlineData("""{"payloadStatus":{"status":"VALID"},"payloadId":null}""", "forkchoice.ok")]
    [InlineData("""{"payloadStatus":{"status":"VALID"}}""", "forkchoice.ok")]
    [InlineData("""{"payloadStatus":{"status":"VALID"},"payloadId":"0x0123456789abcdef"}""", "forkchoice.unasked-build")]
    [InlineData("""{"payloadStatus":{"status":"SYNCING"},"payloadId":null}""", "forkchoice.not-valid")]
    [InlineData("""{"payloadStatus":{"status":"INVALID"}}""", "forkchoice.not-valid")]
    [InlineData("""{"payloadStatus":7}""", "forkchoice.not-valid")]
    [InlineData("{}", "forkchoice.not-valid")]
    [InlineData("null", "forkchoice.refused")]
    [InlineData("[]", "forkchoice.refused")]
    public void Update_Answered_MustBeValidWithoutABuild(string json, string id) =>
        Assert.Equal(id, ForkchoiceJudgement.Judge(Sample.Result(json)).Kind.Id);

    [Fact]
    public void Update_Refused_SaysHow()
    {
        var finding = ForkchoiceJudgement.Judge(Sample.Error(-38002, "invalid forkchoice state"));

        Assert.Equal("forkchoice.refused", finding.Kind.Id);
        Assert.Contains("-38002, \"invalid forkchoice state\"", finding.Meaning, StringComparison.Ordinal);
    }
}
