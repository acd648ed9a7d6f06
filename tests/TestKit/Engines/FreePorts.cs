using System.Net;
using System.Net.Sockets;

namespace Sidecar.TestKit.Engines;

/// <summary>Loopback ports that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary>Finds ports that are different from each other: all are held until the last one is found.</summary>
    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            while (listeners.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
