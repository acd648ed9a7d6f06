using Sidecar.Gateway.Doctor.Upstreams;
using Sidecar.Gateway.Tests.Fixtures;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class AccessJudgementTests
{
    [Theory]
    [InlineData(401, "signature is invalid", "access.wrong-secret")]
    [InlineData(401, "Unauthorized: Error: Signature verification failed", "access.wrong-secret")]
    [InlineData(401, "", "access.wrong-secret")]
    [InlineData(401, "stale token", "access.wrong-clock")]
    [InlineData(401, "future token", "access.wrong-clock")]
    [InlineData(401, "Unauthorized: Error: Stale jwt token drift=120305, allowed=60000", "access.wrong-clock")]
    [InlineData(401, "The iat (issued-at) claim is not within +-60 seconds from the current time", "access.wrong-clock")]
    [InlineData(401, "missing token", "access.token-lost")]
    [InlineData(401, "Unauthorized: Error: Missing auth header", "access.token-lost")]
    [InlineData(403, "invalid host specified\n", "access.host-refused")]
    [InlineData(403, "access denied", "access.forbidden")]
    [InlineData(404, "not found", "access.http-status")]
    [InlineData(405, "", "access.http-status")]
    [InlineData(502, "bad gateway", "access.http-status")]
    [InlineData(200, "<html>", "access.not-json-rpc")]
    public void Answer_WithoutAResult_IsJudgedByStatusAndWords(int status, string text, string id) =>
        Assert.Equal(id, AccessJudgement.Judge(Sample.Builder, Sample.Http(status, text), TimeSpan.Zero).Kind.Id);

    [Theory]
    [InlineData("jwt.wrongSecret", "access.wrong-secret")]
    [InlineData("jwt.staleIat", "access.wrong-clock")]
    [InlineData("jwt.missing", "access.token-lost")]
    public void Refusal_OfARealClient_IsUnderstood(string fixture, string id)
    {
        var recorded = EngineFixture.Load(fixture);

        var finding = AccessJudgement.Judge(Sample.Local, Sample.Http(401, recorded.ResponseText), TimeSpan.Zero);

        Assert.Equal(id, finding.Kind.Id);
    }

    [Fact]
    public void Answer_OfJsonRpc_IsFineBeItAnError()
    {
        Assert.Equal("access.ok", AccessJudgement.Judge(Sample.Local, Sample.Result("\"0x1\""), null).Kind.Id);
        Assert.Equal("access.ok", AccessJudgement.Judge(Sample.Local, Sample.Error(-32601, "no"), null).Kind.Id);
    }

    [Theory]
    [InlineData(54, "access.wrong-secret")]
    [InlineData(-56, "access.wrong-clock")]
    public void Refusal_WithoutWords_IsBlamedOnAClockThatIsFarOff(int skew, string id) => Assert.Equal(
        id, AccessJudgement.Judge(Sample.Local, Sample.Http(401, ""), TimeSpan.FromSeconds(skew)).Kind.Id);

    [Fact]
    public void Secret_ThatIsWrong_IsNamedByItsOption()
    {
        var finding = AccessJudgement.Judge(Sample.Builder, Sample.Http(401, "no"), null);

        Assert.Contains("--its-secret", finding.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("same", finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_SharedAndRefused_IsMentioned()
    {
        var shared = Sample.Builder with { SharesSecret = true };

        var finding = AccessJudgement.Judge(shared, Sample.Http(401, "no"), null);

        Assert.Contains("same as the other client's", finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void HostRefused_Fix_NamesTheHostAndTheFlag()
    {
        var finding = AccessJudgement.Judge(Sample.Builder, Sample.Http(403, "invalid host specified"), null);

        Assert.Contains("--authrpc.vhosts client.example", finding.Fix, StringComparison.Ordinal);
    }
}
