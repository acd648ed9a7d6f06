using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sidecar.TestKit;

/// <summary>
/// A real process under test: its output is captured, and it does not outlive its test or the test host.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ChildProcess, bool> Alive = new();

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly Conditions _changed = new();
    private readonly string _description;

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Alive.Keys)
        {
            child.Kill();
        }
    };

    private ChildProcess(ProcessStartInfo start)
    {
        _description = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, data) => Capture(data.Data);
        _process.ErrorDataReceived += (_, data) => Capture(data.Data);
        _process.Exited += (_, _) => _changed.Pulse();
    }

    public int Id { get; private set; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Lines of both outputs so far, in order of arrival.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public string Output => string.Join('\n', Lines);

    /// <summary>Starts a program.</summary>
    /// <param name="fileName">Its path, or its name on the PATH.</param>
    /// <param name="arguments">Its arguments, not quoted.</param>
    /// <param name="environment">Added to the inherited environment; a null value removes a variable.</param>
    /// <param name="workingDirectory">Where it runs; null inherits.</param>
    public static ChildProcess Start(
        string fileName,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(start);
        child.Run();
        return child;
    }

    /// <summary>
    /// Ends with the first line, past or future, that fits; fails at once when the process exits without one.
    /// </summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> predicate, TimeSpan? timeout = null)
    {
        await _changed.WaitAsync(
            () => Lines.Any(predicate) || HasExited, timeout ?? Patience.Default, () => $"a line of {Describe()}");
        if (HasExited)
        {
            // Only this wait promises that the last lines have been captured.
            await _process.WaitForExitAsync();
        }

        return Lines.FirstOrDefault(predicate)
            ?? throw new InvalidOperationException($"The process exited without the line: {Describe()}");
    }

    /// <summary>The same for a line that contains the text.</summary>
    public Task<string> WaitForLineAsync(string text, TimeSpan? timeout = null) =>
        WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), timeout);

    /// <summary>Ends when something answers HTTP there, with any status.</summary>
    public async Task WaitForUrlAsync(Uri url, TimeSpan? timeout = null)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(timeout ?? Patience.Default);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                return;
            }
            catch (HttpRequestException) when (!HasExited)
            {
                // A foreign process announces its port by opening it: there is nothing to wait on but trying.
                await Task.Delay(TimeSpan.FromMilliseconds(25));
            }
            catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
            {
                throw new TimeoutException($"Nothing answered at {url}: {Describe()}", exception);
            }
        }
    }

    /// <summary>Asks the process to end, as an orchestrator does.</summary>
    public void Terminate() => Send(ProcessSignal.Terminate);

    /// <summary>Sends a signal. Returns from <see cref="ProcessSignal.Stop"/> only when every thread stands still.</summary>
    public void Send(ProcessSignal signal)
    {
        if (HasExited)
        {
            return;
        }

        Signals.Send(Id, signal);
        if (signal == ProcessSignal.Stop && !SpinWait.SpinUntil(() => HasExited || IsStopped(), Patience.Default))
        {
            throw new TimeoutException($"It did not stand still: {Describe()}");
        }
    }

    /// <summary>Ends the process and its children without asking.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has exited already.
        }
    }

    /// <summary>Ends when the process has, with its exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        using var patience = new CancellationTokenSource(timeout ?? Patience.Default);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It did not exit: {Describe()}");
        }

        return ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (Alive.TryRemove(this, out _))
        {
            Kill();
            await WaitForExitAsync();
            _process.Dispose();
        }
    }

    /// <summary>A thread that runs on another core does not notice the signal at once, and could still answer a call.</summary>
    private bool IsStopped()
    {
        try
        {
            return Directory.GetDirectories($"/proc/{Id}/task").All(thread =>
            {
                // "17 (name, which may hold anything) T ..."
                var stat = File.ReadAllText(Path.Combine(thread, "stat"));
                return stat[stat.LastIndexOf(')')..].StartsWith(") T", StringComparison.Ordinal);
            });
        }
        catch (IOException)
        {
            // A thread ended while we looked.
            return false;
        }
    }

    private void Run()
    {
        _process.Start();
        Id = _process.Id;
        Alive[this] = true;
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Capture(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
        }

        _changed.Pulse();
    }

    private string Describe()
    {
        var state = HasExited ? $"exited with {ExitCode}" : "running";
        return $"{_description} ({state})\n{string.Join('\n', Lines.TakeLast(40))}";
    }
}
