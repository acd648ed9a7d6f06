using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Sidecar.Gateway.Hosting.Transport;

/// <summary>Lets the thread that hears of a socket go on with the request, instead of handing it to another one.</summary>
/// <remarks>
/// Engine API calls come one by one with pauses in between, so every thread that a call is handed to has to be woken on a
/// core that sleeps: half of what the gateway added to a small call. It needs both switches, and <see cref="BlockPool"/>:
/// with small blocks every 4 KiB of a body would be sent on its own. The price is that nothing here may block: it would
/// hold up every socket of its loop.
/// </remarks>
internal static class InlineSockets
{
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>For the clients' sockets. To be called before the first socket is made; the environment may say otherwise.</summary>
    public static void UseInProcess()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            Environment.SetEnvironmentVariable(Switch, "1");
        }
    }

    /// <summary>For the server's sockets.</summary>
    public static void Configure(SocketTransportOptions options) => options.UnsafePreferInlineScheduling = true;
}
