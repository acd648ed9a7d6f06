using System.Diagnostics;
using Sidecar.Fuzz.Tests.Running;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>Fuzzes a gateway process over sockets, and watches it.</summary>
internal sealed class WireRun(int seed, TimeSpan duration, FuzzReport report, Action<string> log)
{
    private const int Callers = 4;
    private const int FindingsMax = 20;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);
    /// <summary>Looks in a row at which it may not be healthy: a poll that came late on a busy machine is no finding.</summary>
    private const int ComplaintsMax = 10;

    private static readonly TimeSpan ControlInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>A shorter run says nothing about growth: the runtime is still taking what it is going to use.</summary>
    private static readonly TimeSpan ShortestForGrowth = TimeSpan.FromMinutes(1);

    /// <summary>What resident memory may grow by from the first quarter of a run to the last.</summary>
    private const long GrowthBytesMax = 64L * 1024 * 1024;

    private const int HandlesGrowthMax = 100;

    /// <summary>One well-formed call in so many may have to be made again.</summary>
    private const int RepeatedShareMax = 200;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<(long Resident, int Handles, int Threads)> _measured = [];
    private long _lastNumber;

    private bool IsOver => Stopwatch.GetElapsedTime(_started) > duration || report.Findings.Count > FindingsMax;

    public static async Task RunAsync(int seed, TimeSpan duration, FuzzReport report, Action<string> log)
    {
        await using var upstreams = new Upstreams(seed);
        await using var gateway = await WireGateway.StartAsync(upstreams);
        await new WireRun(seed, duration, report, log).RunAsync(upstreams, gateway);
    }

    private async Task RunAsync(Upstreams upstreams, WireGateway gateway)
    {
        using var control = new ControlCaller(gateway.Url);
        var callers = Enumerable.Range(0, Callers)
            .Select(i => new FuzzedCaller(gateway.Url, upstreams, new Random((seed * 31) + i), NextNumber))
            .ToList();
        var calling = callers.Select(caller => RepeatAsync(caller.RunAsync, TimeSpan.Zero));
        await Task.WhenAll([WatchAsync(gateway), RepeatAsync(control.RunAsync, ControlInterval), .. calling]);
        callers.ForEach(caller => caller.Dispose());
        Find([.. gateway.Errors.Take(FindingsMax)]);
        Find(upstreams.Local.Fault ?? upstreams.Builder.Fault, "A stub broke: ");
        Find(control.BuilderBlocks == 0 ? ["No block of the builder was answered: the run said nothing of it."] : []);
        Find(control.Repeated * RepeatedShareMax > control.Calls
            ? [$"{control.Repeated} of {control.Calls} well-formed calls had to be repeated."]
            : []);
        JudgeGrowth();
        report.Wire = Summary(callers, upstreams, control);
    }

    private long NextNumber() => Interlocked.Increment(ref _lastNumber);

    private string Summary(List<FuzzedCaller> callers, Upstreams upstreams, ControlCaller control)
    {
        var (first, last) = (_measured[0], _measured[^1]);
        var (sent, answered) = (callers.Sum(caller => caller.Sent), callers.Sum(caller => caller.Answered));
        string[] parts =
        [
            $"fuzz: wire {sent} requests ({answered} answered)",
            $"{upstreams.Answers} answers of upstreams ({upstreams.Mutated} mutated)",
            $"well-formed calls {control.Calls} ({control.BuilderBlocks} builder blocks, {control.LocalBlocks} local, "
            + $"{control.Repeated} asked twice)",
            $"p50 {control.Median.TotalMilliseconds:0.0} ms",
            $"max {control.Slowest.TotalMilliseconds:0} ms",
            $"RSS {first.Resident >> 20} to {last.Resident >> 20} MiB",
            $"handles {first.Handles} to {last.Handles}",
            $"threads {first.Threads} to {last.Threads}",
        ];
        return string.Join(", ", parts);
    }

    private async Task RepeatAsync(Func<Task> run, TimeSpan pause)
    {
        while (!IsOver)
        {
            try
            {
                await run();
            }
            catch (Exception e)
            {
                Find(e, "");
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
            }
        }
    }

    private async Task WatchAsync(WireGateway gateway)
    {
        var complaints = 0;
        while (!IsOver)
        {
            if (gateway.HasExited)
            {
                Find([$"The gateway has ended:\n{gateway.Output}"]);
                return;
            }

            _measured.Add(gateway.Measure());
            var complaint = await gateway.ComplaintAsync();
            complaints = complaint is null ? 0 : complaints + 1;
            Find(complaints == ComplaintsMax ? [$"/healthz: {complaint}"] : []);
            await Task.Delay(WatchInterval);
        }
    }

    private void JudgeGrowth()
    {
        if (duration < ShortestForGrowth)
        {
            return;
        }

        var quarter = _measured.Count / 4;
        var (early, late) = (_measured[quarter..(2 * quarter)], _measured[^quarter..]);
        var growth = Middle(late, sample => sample.Resident) - Middle(early, sample => sample.Resident);
        var handles = Middle(late, sample => sample.Handles) - Middle(early, sample => sample.Handles);
        Find(growth > GrowthBytesMax ? [$"Resident memory grew by {growth >> 20} MiB."] : []);
        Find(handles > HandlesGrowthMax ? [$"Open handles grew by {handles}."] : []);
    }

    private static long Middle<T>(List<T> samples, Func<T, long> value) => samples.Select(value).Order().ElementAt(samples.Count / 2);

    private void Find(Exception? exception, string prefix) =>
        Find(exception is null ? [] : [prefix + (exception is FindingException ? exception.Message : exception.ToString())]);

    private void Find(IReadOnlyList<string> findings)
    {
        lock (_measured)
        {
            var told = findings.Select(finding => $"wire: {finding}\n  make fuzz SEED={seed} ARGUMENTS='--targets wire'").ToList();
            told.ForEach(log);
            report.AddFindings(told);
        }
    }
}
