using System.ComponentModel;
using System.Diagnostics;

namespace Sidecar.TestKit.Engines;

/// <summary>Runs a program to its end and reads what it says.</summary>
internal static class Tool
{
    /// <summary>Null when there is no such program.</summary>
    public static async Task<ToolResult?> RunAsync(
        string folder, string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        using (cancellationToken.Register(() => process.Kill(entireProcessTree: true)))
        {
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            var result = new ToolResult(process.ExitCode, await output, await errors);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
    }
}
