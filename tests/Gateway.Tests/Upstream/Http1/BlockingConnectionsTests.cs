using System.Net;
using System.Net.Sockets;
using System.Text;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream.Http1;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Upstream.Http1;

/// <summary>The client over connections that block.</summary>
public sealed class BlockingConnectionsTests : IDisposable
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly ManualTimeProvider _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Http1Connector _connector;
    private readonly Http1Connections _connections;
    private int _connects;

    public BlockingConnectionsTests()
    {
        _listener.Start();
        _connector = new Http1Connector(UrlOf(_listener), () => _connects++);
        _connections = new Http1Connections(2, _connector.ConnectBlocking, _time);
    }

    public void Dispose()
    {
        _connections.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task Exchange_AllOfIt_IsOverWhenEachCallReturns()
    {
        var rented = _connections.RentAsync(Never, Never);
        Assert.True(rented.IsCompleted);
        var connection = await rented;
        using var server = await _listener.AcceptSocketAsync();
        await server.SendAsync(Encoding.ASCII.GetBytes(Answer));

        RequestHeadWriter.WriteEnd(connection.BeginRequest(), 2);
        connection.Send(JsonSplice.Of("{}"u8.ToArray()));
        var head = connection.ReadHeadAsync();
        Assert.True(head.IsCompleted);
        var body = connection.ReadBodyAsync(new byte[10]);
        Assert.True(body.IsCompleted);
        var returned = _connections.ReturnAsync(connection);

        Assert.True(returned.IsCompleted);
        Assert.Equal((200, 2), ((await head).StatusCode, await body));
    }

    [Fact]
    public async Task Rent_OneWasGivenBack_IsThatOneAndCarriesAnotherExchange()
    {
        var first = await _connections.RentAsync(Never, Never);
        using var server = await _listener.AcceptSocketAsync();
        await ExchangeAsync(first, server);

        var second = await _connections.RentAsync(Never, Never);
        await ExchangeAsync(second, server);

        Assert.Same(first, second);
        Assert.Equal(1, _connects);
    }

    [Fact]
    public async Task Connection_Disposed_IsDead()
    {
        var connection = await _connections.RentAsync(Never, Never);

        connection.Dispose();

        Assert.True(connection.IsDead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_TokenIsCanceled_Ends(bool isTheCallers)
    {
        using var canceled = new CancellationTokenSource();
        var exchange = Blocking.Wait(
            Http1Exchange.BeginAsync(_connections, isTheCallers ? Never : canceled.Token, isTheCallers ? canceled.Token : Never));
        using var server = await _listener.AcceptSocketAsync();
        var reading = OnAThread(() => Blocking.Wait(exchange.Connection.ReadHeadAsync()));

        await canceled.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => reading.WaitAsync(Patience.Default));
        Assert.True(Http1Exchange.IsBroken(failure), $"{failure}");
        Blocking.Wait(exchange.DisposeAsync());
        Assert.False(exchange.Connection.IsReusable);
    }

    [Fact]
    public async Task Write_TokenIsCanceledWhileTheServerTakesNothing_Ends()
    {
        using var canceled = new CancellationTokenSource();
        var exchange = Blocking.Wait(Http1Exchange.BeginAsync(_connections, canceled.Token, Never));
        using var server = await _listener.AcceptSocketAsync();
        RequestHeadWriter.WriteEnd(exchange.Connection.BeginRequest(), 64 << 20);
        var sending = OnAThread(() =>
        {
            exchange.Connection.Send(JsonSplice.Of(new byte[64 << 20]));
            return 0;
        });
        await server.ReceiveAsync(new byte[1]);

        await canceled.CancelAsync();

        await sending.WaitAsync(Patience.Default);
        Blocking.Wait(exchange.DisposeAsync());
        Assert.False(exchange.Connection.IsReusable);
    }

    [Fact]
    public async Task Connect_TokenIsCanceledAlready_IsCanceled()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _connector.ConnectBlocking(canceled.Token).AsTask());
    }

    [Fact]
    public async Task Connect_TokenIsCanceledWhileNobodyAnswers_IsCanceled()
    {
        using var full = new TcpListener(IPAddress.Loopback, 0);
        full.Start(0);
        using var filler = new TcpClient();
        await filler.ConnectAsync(IPAddress.Loopback, UrlOf(full).Port);
        using var canceled = new CancellationTokenSource();
        var connecting = OnAThread(() => Blocking.Wait(new Http1Connector(UrlOf(full)).ConnectBlocking(canceled.Token)));

        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Patience.Default));
    }

    [Fact]
    public async Task Wait_ResultOfAnotherThread_IsWaitedFor()
    {
        var later = new TaskCompletionSource<int>();
        var waiting = OnAThread(() => Blocking.Wait(new ValueTask<int>(later.Task)));

        later.SetResult(7);

        Assert.Equal(7, await waiting.WaitAsync(Patience.Default));
    }

    private static Uri UrlOf(TcpListener listener) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    private async Task ExchangeAsync(Http1Connection connection, Socket server)
    {
        RequestHeadWriter.WriteEnd(connection.BeginRequest(), 2);
        connection.Send(JsonSplice.Of("{}"u8.ToArray()));
        await server.SendAsync(Encoding.ASCII.GetBytes(Answer));
        await connection.ReadHeadAsync();
        Assert.Equal(2, await connection.ReadBodyAsync(new byte[10]));
        await _connections.ReturnAsync(connection);
    }

    private static Task<T> OnAThread<T>(Func<T> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
