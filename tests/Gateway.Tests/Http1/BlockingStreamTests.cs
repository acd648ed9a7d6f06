using System.Net.Sockets;
using Sidecar.Gateway.Http1;

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
        Assert.True(stream.HasInput);
    }
}
