using System.Net;
using Sidecar.Gateway.Operations;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Operations;

public sealed class FailureLimitTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.1");

    private readonly ManualTimeProvider _time = new();
    private readonly FailureLimit _limit;

    public FailureLimitTests() => _limit = new FailureLimit(_time);

    [Fact]
    public void Address_BelowTheLimit_NeedNotWait()
    {
        var told = Fail(Guesser, FailureLimit.FailuresMax - 1);

        Assert.DoesNotContain(true, told);
        Assert.Equal(TimeSpan.Zero, _limit.WaitOf(Guesser));
    }

    [Fact]
    public void Address_AtTheLimit_WaitsUntilItsWindowIsOver()
    {
        Fail(Guesser, 1);
        _time.Advance(TimeSpan.FromSeconds(20));
        var told = Fail(Guesser, FailureLimit.FailuresMax - 1);

        Assert.Equal((true, 1), (told[^1], told.Count(isLast => isLast)));
        Assert.Equal(TimeSpan.FromSeconds(40), _limit.WaitOf(Guesser));
        Assert.Equal(TimeSpan.Zero, _limit.WaitOf(IPAddress.Parse("192.0.2.2")));

        _time.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(TimeSpan.Zero, _limit.WaitOf(Guesser));
        Assert.Equal(0, _limit.Count);
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    public void Address_OfTheSameMachine_SharesTheLimit(string one, string other, bool isShared)
    {
        Fail(IPAddress.Parse(one), FailureLimit.FailuresMax);

        Assert.Equal(isShared, _limit.WaitOf(IPAddress.Parse(other)) > TimeSpan.Zero);
    }

    [Fact]
    public void Addresses_OfAWholeNetwork_TakeLimitedMemory()
    {
        Fail(Guesser, FailureLimit.FailuresMax);
        for (var i = 0; i < 10 * FailureLimit.AddressesMax; i++)
        {
            _limit.Failed(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]));
        }

        Assert.Equal(FailureLimit.AddressesMax, _limit.Count);
    }

    private List<bool> Fail(IPAddress address, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _limit.Failed(address))];
}
