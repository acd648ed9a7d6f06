using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class BodyJudgementTests
{
    [Fact]
    public void Answers_OfEveryKind_HaveTheirFinding()
    {
        var answered = Sample.Result("\"0x1\"");

        Assert.Equal("body.ok", Judge(answered with { Elapsed = TimeSpan.FromSeconds(1) }));
        Assert.Equal("body.slow", Judge(answered with { Elapsed = TimeSpan.FromSeconds(1.1) }));
        Assert.Equal("body.slow", Judge(new ProbeReply { Failure = ProbeFailure.TimedOut }));
        Assert.Equal("body.broken", Judge(new ProbeReply { Failure = ProbeFailure.Broken }));
        Assert.Equal("body.too-large", Judge(Sample.Http(413, "")));
        Assert.Equal("body.refused", Judge(Sample.Http(400, "")));
        Assert.Equal("body.refused", Judge(Sample.Error(-32600, "request too large")));
        Assert.Equal("body.refused", Judge(Sample.Http(200, "what?")));
    }

    private static string Judge(ProbeReply reply) => BodyJudgement.Judge(Sample.Builder, reply, BodyCheck.Bytes).Kind.Id;
}
