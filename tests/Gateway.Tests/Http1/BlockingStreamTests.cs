using System.Net;
using System.Net.Sockets;
using Sidecar.Gateway.Http1;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Http1;

public sealed class BlockingStreamTests
{
    [Fact]
    public void Read_ClosedByAnotherThread_IsBroken()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var stream = new BlockingStream(socket);

        socket.Dispose();

        Assert.Throws<IOException>(() => stream.Read(new byte[1], 0, 1));
        Assert.Throws<IOException>(() => stream.Write(new byte[1], 0, 1));
        Assert.True(stream.HasInputWithin(TimeSpan.Zero));
    }

    [Fact]
    public void HasInputWithin_SomethingCame_IsTrueAndTakesNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(listener.LocalEndpoint);
        using var stream = new BlockingStream(socket);
        using var server = listener.AcceptSocket();
        var hadInput = stream.HasInputWithin(TimeSpan.FromMilliseconds(1));

        server.Send([7]);

        Assert.False(hadInput);
        Assert.True(stream.HasInputWithin(Patience.Default));
        Assert.Equal(7, stream.ReadByte());
        Assert.False(stream.HasInputWithin(TimeSpan.Zero));
    }
}
