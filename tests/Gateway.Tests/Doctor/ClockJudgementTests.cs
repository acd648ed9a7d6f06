using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class ClockJudgementTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // The header is cut to the second: noon stands for 12:00:00.000 to 12:00:00.999.
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(0.9, 0.0, 0.0)]
    [InlineData(1.0, 0.0, 0.0)]
    [InlineData(1.5, 0.0, -0.5)]
    [InlineData(-0.5, 0.0, 0.5)]
    [InlineData(-0.5, 0.5, 0.0)]
    [InlineData(-30.0, 2.0, 28.0)]
    [InlineData(31.0, 2.0, -30.0)]
    public void Skew_OfAHeaderAtNoon_IsTheLeastThatExplainsIt(double askedAt, double elapsed, double skew)
    {
        var reply = new ProbeReply
        {
            Date = Noon,
            AskedAt = Noon + TimeSpan.FromSeconds(askedAt),
            Elapsed = TimeSpan.FromSeconds(elapsed),
        };

        Assert.Equal(TimeSpan.FromSeconds(skew), ClockJudgement.Skew(reply));
    }

    [Fact]
    public void Skew_WithoutHeader_IsUnknown() => Assert.Null(ClockJudgement.Skew(new ProbeReply { AskedAt = Noon }));

    [Theory]
    [InlineData(null, "clock.untold")]
    [InlineData(0.0, "clock.ok")]
    [InlineData(10.0, "clock.ok")]
    [InlineData(-10.0, "clock.ok")]
    [InlineData(10.1, "clock.off")]
    [InlineData(-10.1, "clock.off")]
    [InlineData(55.0, "clock.off")]
    [InlineData(55.1, "clock.far-off")]
    [InlineData(-3600.0, "clock.far-off")]
    public void Clock_OffBySeconds_IsJudgedByTheTokensOf60Seconds(double? seconds, string id)
    {
        TimeSpan? skew = seconds is { } by ? TimeSpan.FromSeconds(by) : null;

        Assert.Equal(id, ClockJudgement.Judge(skew).Kind.Id);
    }

    [Theory]
    [InlineData(20, "20 s ahead of")]
    [InlineData(-90, "90 s behind")]
    public void Clock_Off_SaysByHowMuchAndInWhichDirection(int seconds, string words) =>
        Assert.Contains(words, ClockJudgement.Judge(TimeSpan.FromSeconds(seconds)).Meaning, StringComparison.Ordinal);
}
