using System.Runtime.InteropServices;

namespace Sidecar.TestKit;

/// <summary>Sends signals to processes of ours.</summary>
internal static class Signals
{
    public static void Send(int processId, ProcessSignal signal)
    {
        if (Kill(processId, (int)signal) != 0)
        {
            throw new InvalidOperationException(
                $"No {signal} to process {processId}: errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
