using System.Diagnostics;
using Sidecar.Bench.Load;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Cases;

/// <summary>Measures one case once: warms up, then visits all targets round by round, with pauses.</summary>
internal sealed class CaseRun : IDisposable
{
    /// <summary>A consensus client calls a few times a block: between two visits a target's threads are asleep.</summary>
    private static readonly TimeSpan IdleMin = TimeSpan.FromMilliseconds(56);

    private static readonly TimeSpan SpacingMin = TimeSpan.FromMilliseconds(8);
    private const int SettlingRounds = 5;

    /// <summary>After a burst .NET compiles what it found hot, in the background and 100 ms later.</summary>
    private static readonly TimeSpan LookAtCpuEvery = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan QuietCpu = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan IdleWindow = TimeSpan.FromSeconds(2);
    private const int LooksMin = 3;
    private const int LooksMax = 5;

    /// <summary>What is no .NET program has nothing to compile.</summary>
    private const int WarmUpOfOthers = 5;

    private readonly BenchCase _case;
    private readonly CaseTraffic _traffic;
    private readonly TargetSet _set;
    private readonly List<Visited> _targets;
    private readonly TimeSpan _spacing;
    private readonly CancellationToken _stop;

    /// <param name="benchCase">What to measure.</param>
    /// <param name="targets">The processes.</param>
    /// <param name="stop">Ends it after a round.</param>
    public CaseRun(BenchCase benchCase, TargetSet targets, CancellationToken stop)
    {
        (_case, _traffic, _set, _stop) = (benchCase, new CaseTraffic(benchCase), targets, stop);
        _targets = [.. benchCase.Targets.Select(kind => new Visited(targets[kind], targets[kind].Connect(targets.Secret)))];
        var spacing = IdleMin / (_targets.Count - 1);
        _spacing = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(spacing.TotalMilliseconds, SpacingMin.TotalMilliseconds)));
        targets.Script(Math.Max(benchCase.PayloadBytes, CaseCatalog.TenKilobytes), benchCase.Think);
    }

    public async Task<IReadOnlyList<TargetSamples>> MeasureAsync(int rounds)
    {
        foreach (var visited in _targets.Where(visited => visited.Target.ProcessId is not null))
        {
            ProcessFacts.ForgetPeakMemory(visited.Target.ProcessId!.Value);
        }

        WarmUp();
        WaitForQuiet();
        Settle();
        await LookAtIdleAsync();
        var before = await ReadMetersAsync();
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds; round++)
        {
            VisitAll(round, _spacing);
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = await ReadMetersAsync();
        return [.. _targets.Select((visited, index) => visited.ToSamples(before[index], after[index], elapsed, rounds))];
    }

    public void Dispose() => _targets.ForEach(visited => visited.Connection.Dispose());

    /// <summary>A burst of visits without a pause.</summary>
    public void WarmUp()
    {
        for (var round = 0; round < Effort.WarmUpOf(_case); round++)
        {
            VisitAll(round, TimeSpan.Zero, isWarmUp: true);
        }
    }

    /// <summary>Ends when nothing is compiled any more.</summary>
    public void WaitForQuiet()
    {
        for (var look = 0; look < LooksMax; look++)
        {
            _targets.ForEach(visited => visited.StartCpuClock());
            Thread.Sleep(LookAtCpuEvery);
            _targets.ForEach(visited => visited.StopCpuClock());
            if (look + 1 >= LooksMin && _targets.TrueForAll(visited => visited.CpuTime is null || visited.CpuTime < QuietCpu))
            {
                return;
            }
        }
    }

    /// <summary>What the processes use when nobody asks anything: it belongs to no visit.</summary>
    private async Task LookAtIdleAsync()
    {
        var before = await ReadMetersAsync();
        var started = Stopwatch.GetTimestamp();
        _targets.ForEach(visited => visited.StartCpuClock());
        Thread.Sleep(IdleWindow);
        _targets.ForEach(visited => visited.StopCpuClock());
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = await ReadMetersAsync();
        for (var index = 0; index < _targets.Count; index++)
        {
            _targets[index].NoteIdle(before[index], after[index], elapsed);
        }
    }

    private void Settle()
    {
        for (var round = 0; round < SettlingRounds && !_case.IsStorm; round++)
        {
            VisitAll(round, _spacing);
        }

        _targets.ForEach(visited => visited.Forget());
        GC.Collect();
    }

    private void VisitAll(int round, TimeSpan spacing, bool isWarmUp = false)
    {
        _stop.ThrowIfCancellationRequested();
        var builds = _targets.Select(_ => _set.NextBuild()).ToArray();
        var order = RoundOrder.Of(round, _targets.Count)
            .Where(index => !isWarmUp || round < WarmUpOfOthers || _targets[index].Target.Kind.IsSidecar()).ToArray();
        if (_case.HasAhead)
        {
            foreach (var index in order)
            {
                _targets[index].Send(_traffic.Ahead(builds[index]));
                Thread.Sleep(spacing);
            }
        }

        foreach (var index in order)
        {
            var visited = _targets[index];
            var started = Stopwatch.GetTimestamp();
            visited.StartCpuClock();
            visited.Send(_traffic.Before(builds[index]));
            var ticks = visited.Send(_traffic.Timed(visited.Target.Kind, builds[index]));
            visited.Microseconds.Add(Stopwatch.GetElapsedTime(0, ticks).TotalMicroseconds / _traffic.CallsTimed);
            Thread.Sleep(spacing);

            // What it does after its answer belongs to the visit, too; what it does while others are visited does not.
            visited.StopCpuClock();
            visited.NoteVisit(Stopwatch.GetElapsedTime(started));
        }
    }

    private async Task<Meters[]> ReadMetersAsync() =>
        await Task.WhenAll(_targets.Select(visited => Meters.ReadAsync(visited.Target)));

    private sealed record Visited(Target Target, LoadConnection Connection)
    {
        private int _payloads;
        private int _builderPayloads;
        private TimeSpan? _compiling;
        private TimeSpan _visits;

        /// <summary>CPU time of an idle second, of one core; null if there is no process.</summary>
        private double? _idleShare;

        /// <summary>Bytes that are allocated in an idle second.</summary>
        private double? _idleBytes;

        /// <summary>Between start and stop of its clock; null if there is no process.</summary>
        public TimeSpan? CpuTime { get; private set; }

        public List<double> Microseconds { get; } = new(1024);

        public void Forget()
        {
            Microseconds.Clear();
            _visits = TimeSpan.Zero;
            (_payloads, _builderPayloads) = (0, 0);
        }

        public void StartCpuClock() => (CpuTime, _compiling) = (Cpu(), Compiling());

        public void StopCpuClock() => (CpuTime, _compiling) = (Cpu() - CpuTime, Compiling() - _compiling);

        public void NoteIdle(Meters before, Meters after, TimeSpan elapsed)
        {
            _idleShare = OwnCpuTime / elapsed;
            _idleBytes = after.AllocatedSince(before) / elapsed.TotalSeconds;
        }

        public void NoteVisit(TimeSpan elapsed) =>
            _visits += OwnCpuTime - (elapsed * _idleShare) ?? TimeSpan.Zero;

        /// <summary>Sends one after the other; what is done between them is not in the sum of their times.</summary>
        public long Send(EngineRequest[] requests)
        {
            var ticks = 0L;
            foreach (var request in requests)
            {
                ticks += Connection.Send(request);
                var start = Connection.AnswerStart[..Math.Min(4096, Connection.AnswerStart.Length)];
                if (start.IndexOf("\"executionPayload\""u8) >= 0)
                {
                    _payloads++;
                    _builderPayloads += EngineCalls.IsBuilders(start) ? 1 : 0;
                }
            }

            return ticks;
        }

        public TargetSamples ToSamples(Meters before, Meters after, TimeSpan elapsed, int rounds) => new(
            Target.Kind,
            [.. Microseconds],
            _idleShare is null ? null : _visits.TotalMicroseconds / rounds,
            _idleShare,
            (after.AllocatedSince(before) - (elapsed.TotalSeconds * _idleBytes)) / rounds,
            Target.ProcessId is { } id ? ProcessFacts.PeakMemory(id) : null,
            _payloads,
            _builderPayloads);

        /// <summary>Between start and stop of the clock, without the compiler's: that is over after some minutes.</summary>
        private TimeSpan? OwnCpuTime => CpuTime - (_compiling > TimeSpan.Zero ? _compiling : TimeSpan.Zero);

        private TimeSpan? Compiling() => Target.ProcessId is { } id ? ProcessFacts.CompilerTime(id) : null;

        private TimeSpan? Cpu() => Target.ProcessId is { } id ? ProcessFacts.CpuTime(id) : null;
    }
}
