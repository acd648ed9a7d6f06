using System.Diagnostics;
using Sidecar.Bench.Blocks;
using Sidecar.Bench.Cases;
using Sidecar.Bench.Load;
using Sidecar.Bench.Results;
using Sidecar.Bench.Targets;
using Sidecar.Bench.Throughput;

namespace Sidecar.Bench.Contention;

/// <summary>Times a call that a block waits for while others keep the target busy. Targets and loads take turns.</summary>
internal sealed class ContentionRun(TargetSet targets, CancellationToken stop)
{
    private const int Connections = 64;
    private const int CallsInARound = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan StartOfLoad = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<(TargetKind, Load), List<double>> _times = [];

    private enum Load
    {
        None,
        Stream,
        Crowd,
    }

    public static IReadOnlyList<TargetKind> Targets { get; } =
        [TargetKind.Direct, TargetKind.NginxTuned, TargetKind.Sidecar, TargetKind.SidecarBuilder];

    public async Task<IReadOnlyList<ContentionResult>> MeasureAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var load in Enum.GetValues<Load>())
            {
                foreach (var index in RoundOrder.Of(round, Targets.Count))
                {
                    await MeasureAsync(targets[Targets[index]], load);
                }
            }
        }

        return
        [
            .. Targets.Select(kind => new ContentionResult(
                kind, Median(kind, Load.None), Median(kind, Load.Stream), Median(kind, Load.Crowd))),
        ];
    }

    private double Median(TargetKind kind, Load load) => Statistics.Median(_times[(kind, load)]);

    private async Task MeasureAsync(Target target, Load load)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var loading = load switch
        {
            Load.Stream => Task.Run(() => Stream(target, over.Token), CancellationToken.None),
            Load.Crowd => Wrk.RunAsync(target, targets.Secret, EngineCalls.ChainId(), Connections, over.Token),
            _ => Task.CompletedTask,
        };
        await Task.Delay(StartOfLoad, stop);
        Time(target, load);
        await over.CancelAsync();
        await loading;
    }

    private void Time(Target target, Load load)
    {
        if (!_times.TryGetValue((target.Kind, load), out var times))
        {
            _times[(target.Kind, load)] = times = [];
        }

        using var opNode = target.Connect(targets.Secret);
        var call = EngineCalls.ForkchoiceUpdated();
        for (var count = 0; count < CallsInARound; count++)
        {
            times.Add(Stopwatch.GetElapsedTime(0, opNode.Send(call)).TotalMicroseconds);
            Thread.Sleep(Pause);
            stop.ThrowIfCancellationRequested();
        }
    }

    private void Stream(Target target, CancellationToken over)
    {
        using var connection = target.Connect(targets.Secret);
        var payload = new PayloadJson(CaseCatalog.TenMegabytes);
        var (newPayload, payloadAt) = EngineCalls.NewPayload(payload);
        while (!over.IsCancellationRequested)
        {
            payload.Stamp(newPayload.Body[payloadAt..], targets.NextBuild(), BlockMaker.Local);
            connection.Send(newPayload);
        }
    }
}
