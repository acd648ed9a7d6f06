using System.Net;
using System.Text;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Upstream.Http1;

namespace Sidecar.Gateway.Upstream;

/// <summary>Makes HTTP connections for calls that nobody waits for: the doctor's. All others go over <see cref="Http1Connections"/>.</summary>
internal static class UpstreamConnections
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Makes a group.</summary>
    /// <param name="connectionsMax">Most connections at once.</param>
    /// <param name="trust">Which certificates are good enough; null leaves it to the machine.</param>
    public static HttpMessageInvoker Create(int connectionsMax, ServerTrust? trust)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = connectionsMax,
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = Http1Connections.IdleMax,

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

        return new HttpMessageInvoker(handler);
    }
}
