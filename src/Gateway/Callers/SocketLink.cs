using System.Net;
using System.Net.Sockets;

namespace Sidecar.Gateway.Callers;

/// <summary>A caller's TCP connection.</summary>
internal sealed class SocketLink(Socket socket) : ICallerLink
{
    private volatile bool _hasEndedReceiving;

    public IPAddress? Remote { get; } = (socket.RemoteEndPoint as IPEndPoint)?.Address;

    public bool IsGone
    {
        get
        {
            if (_hasEndedReceiving)
            {
                // From here on the end that is seen is our own.
                return false;
            }

            try
            {
                return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    public void EndReceiving()
    {
        _hasEndedReceiving = true;
        Shutdown(SocketShutdown.Receive);
    }

    public void EndSending() => Shutdown(SocketShutdown.Send);

    public void Close() => socket.Dispose();

    private void Shutdown(SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over already.
        }
    }
}
