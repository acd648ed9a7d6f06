using Sidecar.Gateway.Threads;

namespace Sidecar.Gateway.Tests.Threads;

public sealed class AfterAnswerTests : IDisposable
{
    private readonly List<int> _done = [];

    public void Dispose() => AfterAnswer.DoNow();

    [Fact]
    public void Do_NobodyIsAnswered_IsDoneAtOnce()
    {
        AfterAnswer.Do(() => _done.Add(1));

        Assert.Equal([1], _done);
    }

    [Fact]
    public void Do_WhileACallIsAnswered_IsDoneWhenItIsOver()
    {
        AfterAnswer.Begin();
        AfterAnswer.Do(() => _done.Add(1));
        AfterAnswer.Do(() => _done.Add(2));
        var doneBefore = _done.Count;
        var hadWork = AfterAnswer.HasWork;

        AfterAnswer.DoNow();

        Assert.Equal(0, doneBefore);
        Assert.Equal([1, 2], _done);
        Assert.Equal((true, false), (hadWork, AfterAnswer.HasWork));
    }

    [Fact]
    public void Do_AfterTheWaitWasTooLong_IsDoneAtOnceUntilTheNextCall()
    {
        AfterAnswer.Begin();
        AfterAnswer.DoNow();
        AfterAnswer.Do(() => _done.Add(1));
        var doneFirst = _done.Count;

        AfterAnswer.Begin();
        AfterAnswer.Do(() => _done.Add(2));

        Assert.Equal(1, doneFirst);
        Assert.Equal([1], _done);
    }

    [Fact]
    public void Do_WorkDoesMore_ThatIsDoneToo()
    {
        AfterAnswer.Begin();
        AfterAnswer.Do(() => AfterAnswer.Do(() => _done.Add(1)));

        AfterAnswer.DoNow();

        Assert.Equal([1], _done);
    }

    [Fact]
    public void Do_OnAThreadThatAnswersNobody_IsDoneAtOnce()
    {
        AfterAnswer.Begin();
        var other = new Thread(() => AfterAnswer.Do(() => _done.Add(1)));
        other.Start();
        other.Join();

        Assert.Equal([1], _done);
    }
}
