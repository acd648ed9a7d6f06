namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>Lets the thread that hears of an upstream's answer go on with it, instead of handing it to another one.</summary>
/// <remarks>
/// Engine API calls come one by one with pauses in between, so every thread that a call is handed to has to be woken on a
/// core that sleeps. The price is that nothing may block there: it would hold up every other socket.
/// </remarks>
internal static class InlineSockets
{
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>To be called before the first socket is made; the environment may say otherwise.</summary>
    public static void UseInProcess()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            Environment.SetEnvironmentVariable(Switch, "1");
        }
    }
}
