using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>Opens connections to one upstream, with TLS where its address says https.</summary>
/// <param name="url">The upstream's address.</param>
/// <param name="connected">Called for each new connection; may be null.</param>
internal sealed class Http1Connector(Uri url, Action? connected = null)
{
    /// <exception cref="IOException">There is no connection to be had.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(url.IdnHost, url.Port), cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            var connection = url.Scheme == Uri.UriSchemeHttps ? await SecureAsync(stream, cancellationToken) : stream;
            connected?.Invoke();
            return connection;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException or System.Security.Authentication.AuthenticationException)
            {
                throw new IOException($"No connection to {url.Authority}: {e.Message}", e);
            }

            throw;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = url.IdnHost }, cancellationToken);
        return secure;
    }
}
