using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

/// <summary>A connection of a scripted caller, on the test's own thread.</summary>
public abstract class ScriptedConnectionTests : IDisposable
{
    private protected const string Hello = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";

    private protected ManualTimeProvider Time { get; } = new();

    private protected ScriptedCaller Caller { get; } = new();

    private protected StubHandler Handler { get; set; } = new();

    private protected CallerConnection? Connection { get; private set; }

    private protected bool IsStopping { get; set; }

    public void Dispose()
    {
        Caller.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected CallerConnection Open() => Connection = new CallerConnection(
        Caller, Caller, Handler, new DateField(Time), () => IsStopping, Time);

    private protected void Run() => Open().Run();

    /// <summary>Lets a little more than that pass, and the watch look.</summary>
    private protected void PassTime(TimeSpan time)
    {
        Time.Advance(time + TimeSpan.FromTicks(1));
        Connection!.Check();
    }
}
