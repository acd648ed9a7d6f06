using System.Net;
using System.Net.Sockets;
using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class SocketLinkTests : IDisposable
{
    private readonly Socket _caller = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _socket;
    private readonly SocketLink _link;

    public SocketLinkTests()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _caller.Connect(listener.LocalEndpoint);
        _socket = listener.AcceptSocket();
        _link = new SocketLink(_socket);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _socket.Dispose();
    }

    [Fact]
    public async Task IsGone_CallerClosesItsSide_IsTrueOnceNothingIsLeftToRead()
    {
        Assert.False(_link.IsGone);
        _caller.Send("x"u8);
        _caller.Shutdown(SocketShutdown.Send);
        await Polling.UntilAsync(() => Task.FromResult(_socket.Available == 1));
        Assert.False(_link.IsGone);

        _socket.Receive(new byte[1]);

        await Polling.UntilAsync(() => Task.FromResult(_link.IsGone));
    }

    [Fact]
    public void IsGone_WeHaveStoppedReceiving_IsFalse()
    {
        _link.EndReceiving();

        Assert.Equal(0, _socket.Receive(new byte[1]));
        Assert.False(_link.IsGone);
    }

    [Fact]
    public void EndReceiving_BytesThatHaveCome_CanStillBeRead()
    {
        _caller.Send("ab"u8);
        _socket.Receive(new byte[1]);

        _link.EndReceiving();

        Assert.Equal(1, _socket.Receive(new byte[10]));
        Assert.Equal(0, _socket.Receive(new byte[10]));
    }

    [Fact]
    public void EndSending_Caller_SeesTheEndBehindWhatWasSent()
    {
        _socket.Send("ab"u8);

        _link.EndSending();

        var bytes = new byte[10];
        Assert.Equal(2, _caller.Receive(bytes));
        Assert.Equal(0, _caller.Receive(bytes));
    }

    [Fact]
    public void Link_Closed_ThrowsNothing()
    {
        _link.Close();

        _link.Close();
        _link.EndReceiving();
        _link.EndSending();

        Assert.Equal(IPAddress.Loopback, _link.Remote?.MapToIPv4());
    }

    [Fact]
    public void IsGone_Closed_IsTrue()
    {
        _link.Close();

        Assert.True(_link.IsGone);
    }
}
