using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class CallerProgressTests
{
    private const int Piece = CallerStream.PieceBytes;

    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    private readonly ManualTimeProvider _time = new();
    private readonly CallerProgress _progress;

    public CallerProgressTests() => _progress = new CallerProgress(_time);

    // Five seconds, then so many bytes a second: 240 of a request, 4096 of an answer, of which one piece is under way.
    [Theory]
    [InlineData(CallerPhase.Resting, 0, 300)]
    [InlineData(CallerPhase.Resting, 1000, 300)]
    [InlineData(CallerPhase.ReadingHead, 0, 30)]
    [InlineData(CallerPhase.ReadingHead, 100_000, 30)]
    [InlineData(CallerPhase.ReadingBody, 0, 5)]
    [InlineData(CallerPhase.ReadingBody, 2400, 15)]
    [InlineData(CallerPhase.Answering, 0, 5 + (Piece / 4096))]
    [InlineData(CallerPhase.Answering, 3 * Piece, 5 + (4 * Piece / 4096))]
    internal void IsOverdue_AfterTheTimeOfThePhase_IsTrue(CallerPhase phase, int bytes, int seconds)
    {
        _progress.Enter(phase);
        _progress.Moved(bytes);

        _time.Advance(TimeSpan.FromSeconds(seconds));
        var before = _progress.IsOverdue();
        _time.Advance(Moment);
        var after = _progress.IsOverdue(out var seen);

        Assert.Equal((false, true, phase), (before, after, seen));
    }

    [Fact]
    public void IsOverdue_GatewayWorks_IsNever()
    {
        _progress.Enter(CallerPhase.Working);

        _time.Advance(TimeSpan.FromDays(400));

        Assert.False(_progress.IsOverdue());
    }

    [Fact]
    public void IsOverdue_NewPhase_BeginsAnew()
    {
        _progress.Enter(CallerPhase.ReadingBody);
        _progress.Moved(1_000_000);
        _time.Advance(TimeSpan.FromMinutes(5));

        _progress.Enter(CallerPhase.ReadingBody);
        Assert.Equal(TimeSpan.Zero, _progress.Elapsed);
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.True(_progress.IsOverdue());
    }

    [Fact]
    public void Progress_New_RestsSinceNow()
    {
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((CallerPhase.Resting, TimeSpan.FromSeconds(2)), (_progress.Phase, _progress.Elapsed));
    }

    [Fact]
    public void IsIn_SamePhaseEnteredAgain_IsAnotherEntry()
    {
        _progress.Enter(CallerPhase.Working);
        _ = _progress.IsIn(CallerPhase.Working, out var first);
        var isStill = _progress.IsIn(CallerPhase.Working, out var same);

        _progress.Enter(CallerPhase.Working);
        var isAgain = _progress.IsIn(CallerPhase.Working, out var second);

        Assert.True(isStill && isAgain);
        Assert.Equal(first, same);
        Assert.NotEqual(first, second);
        Assert.False(_progress.IsIn(CallerPhase.Resting, out _));
    }
}
