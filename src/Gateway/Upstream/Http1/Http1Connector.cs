using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>Opens connections to one upstream, with TLS where its address says https.</summary>
/// <param name="url">The upstream's address.</param>
/// <param name="connected">Called for each new connection; may be null.</param>
/// <param name="trust">Which certificates are good enough; null leaves it to the machine.</param>
internal sealed class Http1Connector(Uri url, Action? connected = null, ServerTrust? trust = null)
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

    /// <summary>Connects for threads that may block. With TLS the connection is one of the other kind.</summary>
    /// <exception cref="IOException">There is no connection to be had.</exception>
    public ValueTask<Stream> ConnectBlocking(CancellationToken cancellationToken)
    {
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            return ConnectAsync(cancellationToken);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var canceled = cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
            socket.Connect(new DnsEndPoint(url.IdnHost, url.Port));
            connected?.Invoke();
            return ValueTask.FromResult<Stream>(new BlockingStream(socket));
        }
        catch (Exception e)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is SocketException or ObjectDisposedException)
            {
                throw new IOException($"No connection to {url.Authority}: {e.Message}", e);
            }

            throw;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        var options = new SslClientAuthenticationOptions { TargetHost = url.IdnHost };
        if (trust is not null)
        {
            options.RemoteCertificateValidationCallback = trust.Accepts;
        }

        await secure.AuthenticateAsClientAsync(options, cancellationToken);
        return secure;
    }
}
