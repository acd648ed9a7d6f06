using System.Net;
using System.Text;
using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Upstream;

/// <summary>Makes the HTTP/1.1 connection groups. Each group is its own, so that no call waits behind another kind.</summary>
internal static class UpstreamConnections
{
    /// <summary>
    /// Idle connections are given up before a common server does (Node.js after 5 s), so that we seldom write to one
    /// that is just being closed.
    /// </summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Makes a group.</summary>
    /// <param name="connectionsMax">Most connections at once.</param>
    /// <param name="connected">Called for each new connection; may be null.</param>
    /// <param name="trust">Which certificates are good enough; null leaves it to the machine.</param>
    public static HttpMessageInvoker Create(int connectionsMax, Action? connected = null, ServerTrust? trust = null)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = connectionsMax,
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = IdleTimeout,

            // As the engine port reads and writes them: what a header's bytes mean is not ours to know.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            UseCookies = false,
            UseProxy = false,
        };
        if (trust is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = trust.Accepts;
        }

        if (connected is not null)
        {
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, connected, cancellationToken);
        }

        return new HttpMessageInvoker(handler);
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Action connected, CancellationToken cancellationToken)
    {
        var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp)
        { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            connected();
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
