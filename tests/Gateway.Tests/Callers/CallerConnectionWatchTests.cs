namespace Sidecar.Gateway.Tests.Callers;

/// <summary>What others ask of a connection while its thread works: the watch, and a stop.</summary>
public sealed class CallerConnectionWatchTests : ScriptedConnectionTests
{
    [Fact]
    public void Check_CallerTakesNoAnswer_ClosesTheConnection()
    {
        Caller.Sends(Hello);
        Caller.OnWrite = () => PassTime(TimeSpan.FromMinutes(2));

        Run();

        Assert.True(Caller.IsClosed);
        Assert.Empty(Caller.Writes);
    }

    [Fact]
    public void Stop_Resting_EndsInSilence()
    {
        Caller.Sends(Hello).Then(() => Connection!.Stop()).Sends(Hello);

        Run();

        Assert.Equal(["hello"], Handler.Bodies);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Stop_BeforeRun_EndsInSilence()
    {
        var connection = Open();
        Caller.Sends(Hello);

        connection.Stop();
        connection.Run();

        Assert.Empty(Handler.Bodies);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Stop_Working_FinishesTheCallAndAsksTheCallerToGo()
    {
        Handler = new StubHandler(exchange =>
        {
            IsStopping = true;
            Connection!.Stop();
            StubHandler.Answer(exchange, "done");
        });
        Caller.Sends(Hello).Sends(Hello);

        Run();

        Assert.Single(Caller.Writes);
        Assert.Contains("Connection: close\r\n", Caller.Answer, StringComparison.Ordinal);
        Assert.EndsWith("done", Caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_AfterTheAnswersHead_EndsWhenTheAnswerIsOver()
    {
        Handler = new StubHandler(exchange =>
        {
            exchange.BeginAnswer(200);
            exchange.EndHead(2);
            IsStopping = true;
            Connection!.Stop();
            exchange.Write("ok"u8);
            exchange.EndAnswer();
        });
        Caller.Sends(Hello).Sends(Hello);

        Run();

        Assert.Single(Caller.Writes);
        Assert.DoesNotContain("Connection: close", Caller.Answer, StringComparison.Ordinal);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Check_CallerIsGoneWhileItsAnswerIsMade_CancelsIt()
    {
        var isCanceled = (Before: true, After: false);
        Handler = new StubHandler(exchange =>
        {
            Connection!.Check();
            isCanceled.Before = exchange.Gone.IsCancellationRequested;
            Caller.IsGone = true;
            Connection.Check();
            isCanceled.After = exchange.Gone.IsCancellationRequested;
        });
        Caller.Sends(Hello);

        Run();

        Assert.Equal((false, true), isCanceled);
    }

    [Fact]
    public void Check_ThreadReadsMeanwhile_DoesNotTakeThatForTheEnd()
    {
        var isCanceled = true;
        Handler = new StubHandler(exchange =>
        {
            // While the watch looks, the thread reads and then works again.
            Caller.IsGone = true;
            Caller.OnLook = () => exchange.ReadBody(100, out _)?.Dispose();
            Connection!.Check();
            isCanceled = exchange.Gone.IsCancellationRequested;
        });
        Caller.Sends(Hello);

        Run();

        Assert.False(isCanceled);
    }

    [Fact]
    public void Check_CallerThatRestsIsGone_IsLeftToItsThread()
    {
        Caller.IsGone = true;
        Caller.Sends(Hello).Then(() => Connection!.Check()).Sends(Hello);

        Run();

        Assert.Equal(["hello", "hello"], Handler.Bodies);
    }

    [Fact]
    public void WaitsForARequest_Phases_AreTold()
    {
        var seen = new List<bool>();
        Handler = new StubHandler(exchange =>
        {
            seen.Add(Connection!.WaitsForARequest);
            StubHandler.Answer(exchange, "x");
        });
        Caller.Then(() => seen.Add(Connection!.WaitsForARequest)).Sends("P").Then(() => seen.Add(Connection!.WaitsForARequest));
        Caller.Sends(Hello[1..^5]).Then(() => seen.Add(Connection!.WaitsForARequest)).Sends("hello");
        Caller.Then(() => seen.Add(Connection!.WaitsForARequest));

        Run();

        Assert.Equal([true, true, false, false, true], seen);
    }

    [Fact]
    public void Abort_AnyTime_Closes()
    {
        Caller.Sends(Hello[..20]).Then(() => Connection!.Abort());

        Run();

        Assert.True(Caller.IsClosed);
        Assert.Empty(Handler.Bodies);
    }
}
