using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using Sidecar.Gateway.Page.Events;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Page;

public sealed class EventStreamTests : IDisposable
{
    private readonly EventHub _hub = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Pipe _body = new();
    private readonly DefaultHttpContext _context = new();
    private readonly EventStream _stream;

    public EventStreamTests()
    {
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Returns(_stopping.Token);
        _stream = new EventStream(_hub, lifetime, _time);
        _context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_body.Writer.AsStream()));
        _context.Request.Method = "GET";
    }

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task Stream_Event_IsSentAtOnce()
    {
        var handling = _stream.HandleAsync(_context);
        await ReadAsync("retry: 2000\n\n");

        _hub.Show("health", new { });

        await ReadAsync("event: health\ndata: {}\n\n");
        Assert.Equal("text/event-stream", _context.Response.ContentType);
        Assert.False(handling.IsCompleted);
    }

    [Fact]
    public async Task Stream_NothingHappens_SaysThatItIsAlive()
    {
        _ = _stream.HandleAsync(_context);
        await ReadAsync("retry: 2000\n\n");
        await _time.WaitForTimersAsync().WaitAsync(Patience.Default);

        _time.Advance(EventStream.Heartbeat);

        await ReadAsync(": alive\n\n");
    }

    [Fact]
    public async Task Stream_ProcessStops_Ends()
    {
        var handling = _stream.HandleAsync(_context);
        await ReadAsync("retry: 2000\n\n");

        await _stopping.CancelAsync();

        await handling.WaitAsync(Patience.Default);
        Assert.Equal(0, _hub.Count);
    }

    [Fact]
    public async Task Stream_TooManyListeners_IsRefusedForNow()
    {
        for (var listener = 0; listener < EventHub.ListenersMax; listener++)
        {
            _hub.TryJoin(null);
        }

        await _stream.HandleAsync(_context);

        Assert.Equal((503, "5"), (_context.Response.StatusCode, _context.Response.Headers.RetryAfter.ToString()));
    }

    private async Task ReadAsync(string expected)
    {
        var read = await _body.Reader.ReadAtLeastAsync(expected.Length).AsTask().WaitAsync(Patience.Default);
        Assert.Equal(expected, Encoding.UTF8.GetString(read.Buffer));
        _body.Reader.AdvanceTo(read.Buffer.End);
    }
}
