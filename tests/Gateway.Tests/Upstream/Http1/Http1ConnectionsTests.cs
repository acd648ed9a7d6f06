using System.Net;
using System.Net.Sockets;
using System.Text;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream.Http1;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Upstream.Http1;

public sealed class Http1ConnectionsTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly ManualTimeProvider _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Http1Connections _connections;

    public Http1ConnectionsTests()
    {
        _listener.Start();
        _connections = Connections(doesBlock: false);
    }

    public void Dispose()
    {
        _connections.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rent_OneWasGivenBack_IsThatOne(bool doesBlock)
    {
        using var connections = Connections(doesBlock);
        var first = await connections.RentAsync(Never, Never);
        await connections.ReturnAsync(first);

        Assert.Same(first, await connections.RentAsync(Never, Never));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rent_NoneIsIdle_SaysSoBeforeItConnects(bool doesBlock)
    {
        using var connections = Connections(doesBlock);
        var pendingBefore = new List<bool>();

        var first = await connections.RentAsync(Never, Never, () => pendingBefore.Add(_listener.Pending()));
        await connections.ReturnAsync(first);
        await connections.RentAsync(Never, Never, () => pendingBefore.Add(_listener.Pending()));

        Assert.Equal([false], pendingBefore);
        Assert.True(_listener.Pending());
    }

    [Fact]
    public async Task Rent_OneWasIdleForLong_IsAnother()
    {
        var first = await _connections.RentAsync(Never, Never);
        await _connections.ReturnAsync(first);
        _time.Advance(Http1Connections.IdleMax + TimeSpan.FromMilliseconds(1));

        Assert.NotSame(first, await _connections.RentAsync(Never, Never));
    }

    [Fact]
    public async Task Idle_ForLong_IsClosed()
    {
        var first = await _connections.RentAsync(Never, Never);
        using var server = await _listener.AcceptSocketAsync();
        await _connections.ReturnAsync(first);

        _time.Advance(Http1Connections.IdleMax);
        _time.Advance(Http1Connections.IdleMax);

        Assert.Equal(0, await server.ReceiveAsync(new byte[1]).WaitAsync(Patience.Default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rent_ServerHasClosedTheIdleOne_IsAnother(bool doesBlock)
    {
        using var connections = Connections(doesBlock);
        var first = await connections.RentAsync(Never, Never);
        using (await _listener.AcceptSocketAsync())
        {
            await connections.ReturnAsync(first);
            Assert.False(first.IsDead);
        }

        await Polling.UntilAsync(() => Task.FromResult(first.IsDead));

        Assert.NotSame(first, await connections.RentAsync(Never, Never));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rent_ServerSpokeUnasked_IsAnother(bool doesBlock)
    {
        using var connections = Connections(doesBlock);
        var first = await connections.RentAsync(Never, Never);
        using var server = await _listener.AcceptSocketAsync();
        await connections.ReturnAsync(first);
        await server.SendAsync("HTTP/1.1 408 Too late\r\n\r\n"u8.ToArray());

        await Polling.UntilAsync(() => Task.FromResult(first.IsDead));

        Assert.NotSame(first, await connections.RentAsync(Never, Never));
    }

    [Fact]
    public async Task Rent_AllAreTaken_WaitsForOne()
    {
        var first = await _connections.RentAsync(Never, Never);
        await _connections.RentAsync(Never, Never);
        var third = _connections.RentAsync(Never, Never).AsTask();
        Assert.False(third.IsCompleted);

        await _connections.ReturnAsync(first);

        Assert.Same(first, await third.WaitAsync(Patience.Default));
    }

    [Fact]
    public async Task Rent_AllAreTakenAndTimeIsOver_IsCanceled()
    {
        await _connections.RentAsync(Never, Never);
        await _connections.RentAsync(Never, Never);
        using var due = new CancellationTokenSource();
        var third = _connections.RentAsync(due.Token, Never).AsTask();

        await due.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rent_NobodyListens_FailsAndCountsAgainstNoLimit(bool doesBlock)
    {
        using var connections = Connections(doesBlock);
        _listener.Stop();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Assert.ThrowsAsync<IOException>(() => connections.RentAsync(Never, Never).AsTask());
        }
    }

    [Fact]
    public async Task Exchange_AnswerBeforeTheRequestWasTaken_IsReadAndTheConnectionGoes()
    {
        var connection = await _connections.RentAsync(Never, Never);
        using var server = await _listener.AcceptSocketAsync();
        RequestHeadWriter.WriteEnd(connection.BeginRequest(), 64 << 20);
        connection.Send(JsonSplice.Of(new byte[64 << 20]));
        await server.SendAsync("HTTP/1.1 413 Enough\r\nContent-Length: 2\r\n\r\nno"u8.ToArray());

        var head = await connection.ReadHeadAsync();
        var body = new byte[10];
        var count = await connection.ReadBodyAsync(body);
        var returned = _connections.ReturnAsync(connection).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        await returned.WaitAsync(Patience.Default);

        Assert.Equal((413, "no"), (head.StatusCode, Encoding.ASCII.GetString(body, 0, count)));
        Assert.False(connection.IsReusable);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", false)]
    public async Task Exchange_Over_CanBeFollowedByAnotherOnlyIfNothingIsLeft(string answer, bool isReusable)
    {
        var connection = await _connections.RentAsync(Never, Never);
        using var server = await _listener.AcceptSocketAsync();
        RequestHeadWriter.WriteEnd(connection.BeginRequest(), 2);
        connection.Send(JsonSplice.Of("{}"u8.ToArray()));
        await server.SendAsync(Encoding.ASCII.GetBytes(answer));

        await connection.ReadHeadAsync();
        var body = new byte[10];
        var count = await connection.ReadBodyAsync(body);
        var end = await connection.ReadBodyAsync(body.AsMemory(count));

        Assert.Equal(("{}", 0), (Encoding.ASCII.GetString(body, 0, count), end));
        Assert.Equal(isReusable, connection.IsReusable);
    }

    [Fact]
    public async Task Exchange_HeadWithoutEnd_IsGivenUp()
    {
        var connection = await _connections.RentAsync(Never, Never);
        using var server = await _listener.AcceptSocketAsync();
        RequestHeadWriter.WriteEnd(connection.BeginRequest(), 0);
        connection.Send(default);
        await server.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nA: " + new string('a', 40_000)));

        await Assert.ThrowsAsync<IOException>(() => connection.ReadHeadAsync().AsTask());
    }

    private Http1Connections Connections(bool doesBlock)
    {
        var connector = new Http1Connector(
            new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/"));
        return new Http1Connections(2, doesBlock ? connector.ConnectBlocking : connector.ConnectAsync, _time);
    }
}
