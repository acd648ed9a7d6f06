using System.Text.RegularExpressions;
using Sidecar.Contracts;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed partial class MetricTagsTests
{
    [Fact]
    public void ToTag_EveryValue_IsItsNameInSnakeCase()
    {
        AssertAll<PayloadSource>(MetricTags.ToTag);
        AssertAll<FallbackReason>(MetricTags.ToTag);
        AssertAll<UpstreamName>(MetricTags.ToTag);
        AssertAll<UpstreamMethod>(MetricTags.ToTag);
        AssertAll<RequestMethod>(MetricTags.ToTag);
        AssertAll<RequestResult>(MetricTags.ToTag);
        AssertAll<RefusalReason>(MetricTags.ToTag);
        AssertAll<LaneDropReason>(MetricTags.ToTag);
        AssertAll<MirrorDropReason>(MetricTags.ToTag);
        AssertAll<PayloadDropReason>(MetricTags.ToTag);
        AssertAll<PayloadReadOutcome>(MetricTags.ToTag);
        AssertAll<UpstreamFailure>(failure => failure == UpstreamFailure.None ? "none" : failure.ToTag());
        Assert.Equal("ok", UpstreamFailure.None.ToTag());
    }

    private static void AssertAll<T>(Func<T, string> toTag)
        where T : struct, Enum =>
        Assert.All(Enum.GetValues<T>(), value =>
        {
            Assert.Equal(WordStart().Replace(value.ToString(), "_$0"), toTag(value), ignoreCase: true);
            Assert.Matches("^[a-z_]+$", toTag(value));
        });

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
