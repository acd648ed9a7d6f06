using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class ReachableJudgementTests
{
    [Theory]
    [InlineData(nameof(ProbeFailure.None), 199, "reachable.ok")]
    [InlineData(nameof(ProbeFailure.None), 200, "reachable.slow")]
    [InlineData(nameof(ProbeFailure.UnknownName), 0, "reachable.unknown-name")]
    [InlineData(nameof(ProbeFailure.Refused), 0, "reachable.refused")]
    [InlineData(nameof(ProbeFailure.NoRoute), 0, "reachable.no-route")]
    [InlineData(nameof(ProbeFailure.TimedOut), 0, "reachable.timed-out")]
    [InlineData(nameof(ProbeFailure.Tls), 0, "reachable.tls")]
    [InlineData(nameof(ProbeFailure.Broken), 0, "reachable.broken")]
    public void Contact_OfEveryKind_HasItsFinding(string failure, int ms, string id)
    {
        var reply = new ProbeReply
        {
            Failure = Enum.Parse<ProbeFailure>(failure),
            StatusCode = 200,
            Elapsed = TimeSpan.FromMilliseconds(ms),
        };

        Assert.Equal(id, ReachableJudgement.Judge(Sample.Local, "http://client.example:8551", reply).Kind.Id);
    }

    [Fact]
    public void Failures_All_HaveAFindingAndWords() => Assert.All(Enum.GetValues<ProbeFailure>(), failure =>
    {
        Assert.NotEmpty(ReachableJudgement.Words(failure));
        Assert.NotEmpty(ReachableJudgement.Judge(Sample.Local, "url", new ProbeReply { Failure = failure }).Meaning);
    });
}
