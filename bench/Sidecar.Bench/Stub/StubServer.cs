using System.Net;
using System.Net.Sockets;
using Sidecar.Bench.Blocks;

namespace Sidecar.Bench.Stub;

/// <summary>
/// An execution client that does nothing: it reads a call to its end and answers bytes that are ready. It is much faster
/// than any real one, so every cost of what stands before it shows.
/// </summary>
/// <param name="maker">Whose blocks it answers.</param>
/// <param name="hangsAtPayload">Whether getPayload is never answered.</param>
internal sealed class StubServer(BlockMaker maker, bool hangsAtPayload)
{
    private volatile StubScript _script = new(new PayloadJson(10 * 1024), TimeSpan.Zero);

    public BlockMaker Maker => maker;

    public bool HangsAtPayload => hangsAtPayload;

    public StubScript Script
    {
        get => _script;
        set => _script = value;
    }

    /// <summary>Accepts connections for ever, with a blocking thread for each: there are few, and none waits for another.</summary>
    public void Run(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(256);
        while (true)
        {
            var socket = listener.Accept();
            socket.NoDelay = true;
            new Thread(new StubConnection(socket, this).Run) { IsBackground = true }.Start();
        }
    }
}
