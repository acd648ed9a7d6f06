using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Upstream;

public sealed class DeadlineTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Remaining_TimePasses_ShrinksToZeroAndNoFurther()
    {
        var deadline = Deadline.After(_time, TimeSpan.FromSeconds(1));

        var atFirst = deadline.Remaining;
        _time.Advance(TimeSpan.FromMilliseconds(400));
        var later = deadline.Remaining;
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(1), atFirst);
        Assert.Equal(TimeSpan.FromMilliseconds(600), later);
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
    }

    [Fact]
    public void Source_MadeBefore_CancelsAtTheDeadlineAndNotEarlier()
    {
        var deadline = Deadline.After(_time, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromMilliseconds(300));
        using var source = deadline.ToCancellationSource();

        _time.Advance(TimeSpan.FromMilliseconds(699));
        var early = source.IsCancellationRequested;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(early);
        Assert.True(source.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Source_NoTimeLeft_IsCanceledAlready(int seconds)
    {
        using var source = Deadline.After(_time, TimeSpan.FromSeconds(seconds)).ToCancellationSource();

        Assert.True(source.IsCancellationRequested);
        Assert.Equal(0, _time.ArmedTimers);
    }
}
