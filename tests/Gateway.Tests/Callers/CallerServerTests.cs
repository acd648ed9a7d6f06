using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.Configuration;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class CallerServerTests : IDisposable
{
    private const int ConnectionsMax = 3;
    private const string Call = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\ncall";
    private const string Hold = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nhold";

    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _held = new(0);
    private readonly SemaphoreSlim _release = new(0);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TcpClient> _callers = [];
    private readonly CallerServer _server;
    private Thread? _lastThread;

    public CallerServerTests()
    {
        _server = Server(0);
        _server.StartAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _release.Release(100);
        _server.Dispose();
        _callers.ForEach(caller => caller.Dispose());
        _stopping.Dispose();
    }

    [Fact]
    public async Task Serve_Calls_AreAnswered()
    {
        var caller = Connect();

        Assert.EndsWith("call", await CallAsync(caller), StringComparison.Ordinal);
        Assert.EndsWith("call", await CallAsync(caller), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OneIsHeldUp_OthersAreNot()
    {
        var held = Connect();
        await HoldAsync(held);

        Assert.EndsWith("call", await CallAsync(Connect()), StringComparison.Ordinal);

        _release.Release();
        Assert.EndsWith("hold", await ReadAsync(held), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_HandlerBreaks_CostsThatConnectionOnly()
    {
        var broken = Connect();
        await broken.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Call.Replace("call", "bang", StringComparison.Ordinal)));

        Assert.Equal("", await ReadAsync(broken));
        Assert.EndsWith("call", await CallAsync(Connect()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_CallersResetAtOnce_GoesOn()
    {
        for (var i = 0; i < 50; i++)
        {
            using var caller = Connect();
            caller.LingerState = new LingerOption(true, 0);
        }

        await Polling.UntilAsync(async () => (await CallAsync(Connect())).EndsWith("call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_CallerIsGoneWhileItsCallRuns_IsSeenByTheWatch()
    {
        var caller = Connect();
        await HoldAsync(caller);

        caller.Dispose();

        await Polling.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_gone.Task.IsCompleted);
        });
    }

    [Fact]
    public async Task Connect_BeyondTheLimit_TakesThePlaceOfTheOneThatRestedLongest()
    {
        var longest = Connect();
        await HoldAsync(Connect());
        _time.Advance(TimeSpan.FromSeconds(1));
        var shorter = Connect();

        var answer = await CallAsync(Connect());

        Assert.EndsWith("call", answer, StringComparison.Ordinal);
        Assert.Equal("", await ReadAsync(longest));
        Assert.EndsWith("call", await CallAsync(shorter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_BeyondTheLimitAndNoneRests_IsClosed()
    {
        for (var i = 0; i < ConnectionsMax; i++)
        {
            await HoldAsync(Connect());
        }

        Assert.Equal("", await ReadAsync(Connect()));
    }

    [Fact]
    public async Task Stop_ConnectionsRest_AreEndedAtOnce()
    {
        var silent = Connect();
        var caller = Connect();
        await CallAsync(caller);

        await StopAsync().WaitAsync(Patience.Default);

        Assert.Equal("", await ReadAsync(silent));
        Assert.Equal("", await ReadAsync(caller));
        Assert.Throws<SocketException>(Connect);
    }

    [Fact]
    public async Task Stop_CallRuns_WaitsForItsAnswer()
    {
        var caller = Connect();
        await HoldAsync(caller);
        var stopped = StopAsync();
        Assert.False(stopped.IsCompleted);

        _release.Release();

        var answer = await ReadAsync(caller);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("hold", answer, StringComparison.Ordinal);
        caller.Dispose();
        await stopped.WaitAsync(Patience.Default);
    }

    [Fact]
    public async Task Stop_TokenIsCanceled_ReturnsWithTheCallStillRunning()
    {
        var caller = Connect();
        await HoldAsync(caller);
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await _server.StopAsync(canceled.Token).WaitAsync(Patience.Default);
        _server.Dispose();

        Assert.Equal("", await ReadAsync(caller));
    }

    [Fact]
    public async Task Stop_NeverStarted_Returns()
    {
        using var server = Server(0);

        await server.StopAsync(CancellationToken.None).WaitAsync(Patience.Default);
    }

    [Fact]
    public async Task Start_AddressIsTaken_NamesIt()
    {
        using var second = Server(_server.Address.Port);

        var failure = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(CancellationToken.None));

        Assert.Contains($"http://127.0.0.1:{_server.Address.Port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_ConnectionRests_EndsItsThreadAndTheListener()
    {
        var caller = Connect();
        await CallAsync(caller);

        _server.Dispose();

        Assert.Equal("", await ReadAsync(caller));
        Assert.True(_lastThread!.Join(Patience.Default));
        Assert.Throws<SocketException>(Connect);
    }

    [Fact]
    public async Task Dispose_CallIsRead_EndsItsThread()
    {
        var caller = Connect();
        await CallAsync(caller);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Call[..30]));

        _server.Dispose();

        Assert.True(_lastThread!.Join(Patience.Default));
    }

    private CallerServer Server(int port)
    {
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Returns(_stopping.Token);
        return new CallerServer(
            Options.Create(new EngineOptions { Host = "127.0.0.1", Port = port }), new StubHandler(Answer), lifetime, _time,
            NullLogger<CallerServer>.Instance, ConnectionsMax);
    }

    private void Answer(CallerExchange exchange)
    {
        _lastThread = Thread.CurrentThread;
        using var body = exchange.ReadBody(100, out _);
        var text = body is null ? "" : Encoding.ASCII.GetString(body.Bytes);
        if (text == "hold")
        {
            using var registration = exchange.Gone.Register(_gone.SetResult);
            _held.Release();
            _release.Wait();
        }

        if (text == "bang")
        {
            throw new InvalidOperationException("A bug.");
        }

        StubHandler.Answer(exchange, text);
    }

    private Task StopAsync()
    {
        _stopping.Cancel();
        return _server.StopAsync(CancellationToken.None);
    }

    private TcpClient Connect()
    {
        var caller = new TcpClient();
        _callers.Add(caller);
        caller.Connect(IPAddress.Loopback, _server.Address.Port);
        return caller;
    }

    /// <summary>Begins a call that stays in its handler.</summary>
    private async Task HoldAsync(TcpClient caller)
    {
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Hold));
        Assert.True(await _held.WaitAsync(Patience.Default));
    }

    private static async Task<string> CallAsync(TcpClient caller)
    {
        try
        {
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Call));
        }
        catch (IOException)
        {
            return "";
        }

        return await ReadAsync(caller);
    }

    /// <summary>One answer; empty if the connection ends instead.</summary>
    private static async Task<string> ReadAsync(TcpClient caller)
    {
        var bytes = new byte[1000];
        try
        {
            var count = await caller.GetStream().ReadAsync(bytes).AsTask().WaitAsync(Patience.Default);
            return Encoding.ASCII.GetString(bytes, 0, count);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
