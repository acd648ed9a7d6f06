using System.Net;
using System.Net.Sockets;

namespace Sidecar.TestKit;

/// <summary>Finds ports on 127.0.0.1 that nobody listens on.</summary>
public static class FreePort
{
    // Below the range that outgoing connections take their ports from: a port given here is still free after a crash.
    private const int First = 20000;
    private const int Last = 31999;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that is free now and is never given twice in this process.</summary>
    public static int Next()
    {
        lock (Gate)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, Last + 1);
                if (Given.Count > Last - First)
                {
                    throw new InvalidOperationException("Every port has been given.");
                }

                if (Given.Add(port) && IsFree(port))
                {
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
