using System.Text;
using Sidecar.Gateway.Page.Events;

namespace Sidecar.Gateway.Tests.Page;

public sealed class EventHubTests
{
    private readonly EventHub _hub = new();

    [Fact]
    public void Tell_Listeners_GetTheEventWithItsId()
    {
        using var one = _hub.TryJoin(null)!;
        using var other = _hub.TryJoin(null)!;

        _hub.Tell("block", new { number = 7 });

        Assert.EndsWith("event: block\ndata: {\"number\":7}\n\n", Read(one).Single(), StringComparison.Ordinal);
        Assert.Matches("^id: [0-9a-f]{8}-1\n", Read(other).Single());
    }

    [Fact]
    public void Show_Listeners_GetItWithoutAnId()
    {
        using var listener = _hub.TryJoin(null)!;

        _hub.Show("health", new { verdict = "healthy" });

        Assert.Equal("event: health\ndata: {\"verdict\":\"healthy\"}\n\n", Read(listener).Single());
    }

    [Fact]
    public void Join_AfterAnEvent_GetsWhatCameSince()
    {
        string id;
        using (var first = _hub.TryJoin(null)!)
        {
            _hub.Tell("block", new { number = 1 });
            id = IdOf(Read(first).Single());
        }

        _hub.Tell("block", new { number = 2 });
        _hub.Show("health", new { });
        using var back = _hub.TryJoin(id)!;

        Assert.Contains("\"number\":2", Read(back).Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00000000-1")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Join_AfterAnEventOfAnotherRun_IsToldToReadEverything(string lastEventId)
    {
        _hub.Tell("block", new { number = 1 });
        using var listener = _hub.TryJoin(lastEventId)!;

        Assert.StartsWith("event: reset\n", Read(listener).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Join_AfterAnEventThatIsNoLongerKept_IsToldToReadEverything()
    {
        using var first = _hub.TryJoin(null)!;
        _hub.Tell("block", new { number = 1 });
        var id = IdOf(Read(first).Single());
        for (var number = 0; number <= EventHub.KeptMax; number++)
        {
            _hub.Tell("block", new { number });
            Read(first);
        }

        using var back = _hub.TryJoin(id)!;

        Assert.StartsWith("event: reset\n", Read(back).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tell_ListenerThatDoesNotRead_IsCutAndNobodyElseIs()
    {
        using var slow = _hub.TryJoin(null)!;
        using var quick = _hub.TryJoin(null)!;

        for (var number = 0; number <= EventListener.QueueMax; number++)
        {
            _hub.Tell("block", new { number });
            Assert.Single(Read(quick));
        }

        Assert.Equal(1, _hub.Count);
        Assert.Equal(EventListener.QueueMax, Read(slow).Count);
        Assert.False(await slow.Frames.WaitToReadAsync());
    }

    [Fact]
    public void Join_TooMany_AreNotLetInUntilOneLeaves()
    {
        var listeners = Enumerable.Range(0, EventHub.ListenersMax).Select(_ => _hub.TryJoin(null)!).ToList();

        Assert.Null(_hub.TryJoin(null));
        listeners[0].Dispose();
        Assert.NotNull(_hub.TryJoin(null));
    }

    [Fact]
    public async Task Close_Streams_EndAndNewOnesDoNotBegin()
    {
        using var listener = _hub.TryJoin(null)!;

        _hub.Close();

        Assert.False(await listener.Frames.WaitToReadAsync());
        Assert.Null(_hub.TryJoin(null));
    }

    private static List<string> Read(EventListener listener)
    {
        var frames = new List<string>();
        while (listener.Frames.TryRead(out var frame))
        {
            frames.Add(Encoding.UTF8.GetString(frame));
        }

        return frames;
    }

    private static string IdOf(string frame) => frame["id: ".Length..frame.IndexOf('\n', StringComparison.Ordinal)];
}
