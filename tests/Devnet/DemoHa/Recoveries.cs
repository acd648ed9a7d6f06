using System.Diagnostics;
using System.Globalization;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Starts again what was killed, and knows when it is back.</summary>
internal sealed class Recoveries(IHaDisplay display, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<Recovery> _recoveries = [];
    private readonly List<string> _problems = [];

    /// <summary>What did not come back.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>After a while, does what brings something back, and then what marks it as there.</summary>
    public void Begin(string what, TimeSpan downFor, Func<CancellationToken, Task> start, Action isUp)
    {
        var took = new Stopwatch();
        _recoveries.Add(new(what, RunAsync(), took, isUp));

        async Task RunAsync()
        {
            await Task.Delay(downFor, _ending.Token);
            took.Start();
            await start(_ending.Token);
            took.Stop();
        }
    }

    /// <summary>Says what is back since the last call.</summary>
    public async Task ReportAsync()
    {
        foreach (var recovery in _recoveries.Where(recovery => recovery.Work.IsCompleted).ToList())
        {
            _recoveries.Remove(recovery);
            try
            {
                await recovery.Work;
                recovery.IsUp();
                display.Note(string.Create(
                    CultureInfo.InvariantCulture, $"{recovery.What}, took {recovery.Took.Elapsed.TotalSeconds:F1} s"));
            }
            catch (InvalidOperationException failure)
            {
                _problems.Add($"{recovery.What}: {failure.Message}");
                display.Note($"not so: {recovery.What}");
            }
        }
    }

    /// <summary>Waits for what is still on its way.</summary>
    public async Task SettleAsync()
    {
        await Task.WhenAny(Task.WhenAll(_recoveries.Select(recovery => recovery.Work)));
        await ReportAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_recoveries.Select(recovery => recovery.Work)));
        _ending.Dispose();
    }

    private sealed record Recovery(string What, Task Work, Stopwatch Took, Action IsUp);
}
