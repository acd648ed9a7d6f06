using System.Diagnostics;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>The built program with arguments of the test's own, for what happens before and besides serving.</summary>
internal sealed class GatewayCommand : IDisposable
{
    private static readonly string Program = typeof(Gateway.Hosting.GatewayHost).Assembly.Location;

    /// <summary>Where the program runs; its settings file would be read from here.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("sidecar-e2e-").FullName;

    /// <summary>A file in the directory.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts the program and leaves it running.</summary>
    public ChildProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        ChildProcess.Start("dotnet", [Program, .. arguments], environment, Directory);

    /// <summary>Runs the program to its end and keeps its two outputs apart.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Directory,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var result = new CommandResult(await output, await error);
            await process.WaitForExitAsync(patience.Token);
            return result with { ExitCode = process.ExitCode };
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}

