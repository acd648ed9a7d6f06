using System.Diagnostics;

namespace Sidecar.TestKit.Engines;

/// <summary>A process of a test or the demo: its output is in a log file, and disposing it kills it.</summary>
/// <remarks>
/// Unlike <see cref="ChildProcess"/>, which a test reads line by line, it keeps what it says for whoever looks into a
/// failure. Its standard input is a pipe that ends with this process, for those that want to stop with their parent.
/// </remarks>
public sealed class LoggedProcess : IAsyncDisposable
{
    // The shell becomes the program (exec), so the id is the program's and its output needs nobody to pump it.
    private const string WriteToLog = """log=$1; shift; exec "$@" >>"$log" 2>&1""";

    private readonly Process _process;
    private bool _disposed;

    private LoggedProcess(Process process, string name, string logPath)
    {
        _process = process;
        Name = name;
        LogPath = logPath;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Where its standard output and error go.</summary>
    public string LogPath { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program; its output is added to what the log file already holds.</summary>
    public static LoggedProcess Start(string name, string logPath, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", WriteToLog, "sh", logPath, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} could not be started.");
        return new(process, name, logPath);
    }

    /// <summary>SIGKILL: the process gets no chance to tidy up. Nothing happens when it is already gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Nothing happens when it is already gone.</summary>
    public void Send(ProcessSignal signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(_process.Id, signal);
        }
    }

    /// <summary>SIGTERM, and SIGKILL when that took longer than the grace.</summary>
    public async Task TerminateAsync(TimeSpan grace)
    {
        if (_process.HasExited)
        {
            return;
        }

        Send(ProcessSignal.Terminate);
        using var patience = new CancellationTokenSource(grace);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
    }

    /// <summary>The exception for a process that did not do what was expected, with the end of its log.</summary>
    public InvalidOperationException Failed(string what)
    {
        var state = _process.HasExited ? $" It ended with exit code {_process.ExitCode}." : "";
        return new($"{Name} {what}.{state} Its log ends with:\n{ReadLogTail(20)}");
    }

    /// <summary>The last lines of the log.</summary>
    public string ReadLogTail(int lines) =>
        File.Exists(LogPath) ? string.Join('\n', File.ReadLines(LogPath).TakeLast(lines)) : "(no log)";

    public ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            Kill();
            _process.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
