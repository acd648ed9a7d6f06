using System.Diagnostics;
using System.Text;
using Sidecar.Fuzz.Tests.Targets;

namespace Sidecar.Fuzz.Tests.Running;

/// <summary>Runs one target on a thread of its own, so that an input that never ends is noticed.</summary>
internal sealed class TargetRun(string name, FuzzOptions options)
{
    /// <summary>Far above what any input takes, a busy machine included.</summary>
    private static readonly TimeSpan HangAfter = TimeSpan.FromSeconds(20);

    /// <summary>Findings after which a target is left alone: more of them say the same.</summary>
    private const int FindingsMax = 5;

    private const int ShownBytesMax = 3000;

    private readonly List<string> _findings = [];
    private long _iteration = options.From;
    private long _beganAt = Stopwatch.GetTimestamp();

    /// <summary>Inputs run.</summary>
    public long Count => Volatile.Read(ref _iteration) - options.From;

    /// <summary>What was found, with the command to see it again.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Runs for so long, or for as many inputs as the options say.</summary>
    public void Run(TimeSpan duration)
    {
        var worker = new Thread(() => Work(duration)) { IsBackground = true, Name = $"fuzz {name}" };
        worker.Start();
        while (!worker.Join(TimeSpan.FromMilliseconds(200)))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _beganAt)) > HangAfter)
            {
                // The thread is left behind: it cannot be stopped.
                _findings.Add($"{name}: no end after {HangAfter.TotalSeconds} s\n  {Replay(_iteration)}");
                return;
            }
        }
    }

    private void Work(TimeSpan duration)
    {
        var target = FuzzTarget.Create(name);
        using var owned = target as IDisposable;
        var started = Stopwatch.GetTimestamp();
        var end = options.From + (options.Count ?? long.MaxValue - options.From);
        while (_iteration < end && _findings.Count < FindingsMax
               && (options.Count is not null || Stopwatch.GetElapsedTime(started) < duration))
        {
            Volatile.Write(ref _beganAt, Stopwatch.GetTimestamp());
            RunOne(target, _iteration);
            Volatile.Write(ref _iteration, _iteration + 1);
        }
    }

    private void RunOne(FuzzTarget target, long iteration)
    {
        var input = new FuzzInput(new Random(SeedOf(iteration)), iteration);
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            // Whatever it is: nothing that is read here may throw.
            var drawn = input.Drawn.Select(bytes => $"\n  input: {Shown(bytes)}");
            _findings.Add($"{name}: {(e is FindingException ? e.Message : e)}{string.Concat(drawn)}\n  {Replay(iteration)}");
        }
    }

    /// <summary>Each input has a seed of its own, so that it can be drawn again without those before it.</summary>
    private int SeedOf(long iteration)
    {
        var mixed = (ulong)options.Seed;
        foreach (var part in Encoding.ASCII.GetBytes(name).Select(letter => (ulong)letter).Append((ulong)iteration))
        {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15;
            mixed ^= mixed >> 29;
        }

        return (int)(mixed >> 33);
    }

    private string Replay(long iteration) => FuzzArguments.Replay(options.Seed, name, iteration);

    private static string Shown(byte[] bytes) =>
        Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, ShownBytesMax)) + (bytes.Length > ShownBytesMax ? "…" : "");
}
