namespace Sidecar.Gateway.Threads;

/// <summary>Marks the threads that may block: those that serve one caller's connection and nothing else.</summary>
/// <remarks>
/// Whatever runs after a wait may find itself on a thread that hears of all sockets, where to block would hold up every
/// other call. So it is asked of the thread, not assumed.
/// </remarks>
internal static class BlockingThread
{
    [ThreadStatic]
    private static bool MayBlock;

    /// <summary>Whether the present thread is one.</summary>
    public static bool IsCurrent => MayBlock;

    /// <summary>Makes the present thread one, for its life.</summary>
    public static void Begin() => MayBlock = true;
}
