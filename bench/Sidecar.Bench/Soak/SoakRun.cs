using System.Diagnostics;
using System.Text.Json;
using Sidecar.Bench.Blocks;
using Sidecar.Bench.Cases;
using Sidecar.Bench.Load;
using Sidecar.Bench.Results;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Soak;

/// <summary>Plays op-node to a gateway with builder and Redis for a long time, and looks at the process each second.</summary>
internal sealed class SoakRun(TimeSpan duration, string gateway, string output)
{
    private const int Stopped = 130;

    private static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<double> _latencies = [];
    private readonly List<SoakSample> _samples = [];
    private int _builderBlocks;
    private int _lateBlocks;

    /// <returns>The exit code: 1 if something grew.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await using var targets = await TargetSet.StartAsync(new HashSet<TargetKind> { TargetKind.SidecarRedis }, gateway);
        targets.Script(CaseCatalog.Megabyte, TimeSpan.Zero);
        try
        {
            await MakeBlocksAsync(targets, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("stopped");
            return Stopped;
        }

        var third = _latencies.Count / 3;
        var report = new SoakReport(
            duration.TotalMinutes, _latencies.Count, _builderBlocks, _lateBlocks,
            Statistics.Median(_latencies.Take(third)), Statistics.Median(_latencies.TakeLast(third)), _samples);
        Directory.CreateDirectory(output);
        await File.WriteAllTextAsync(Path.Combine(output, "soak.json"), JsonSerializer.Serialize(report, Json), stop);
        await File.WriteAllTextAsync(Path.Combine(output, "soak.svg"), SoakPlot.Render(report), stop);
        Console.WriteLine(report.Summary);
        return report.Growth.Count == 0 ? 0 : 1;
    }

    private async Task MakeBlocksAsync(TargetSet targets, CancellationToken stop)
    {
        var target = targets[TargetKind.SidecarRedis];
        var payload = new PayloadJson(CaseCatalog.Megabyte);
        var (newPayload, payloadAt) = EngineCalls.NewPayload(payload);
        using var opNode = target.Connect(targets.Secret);
        var running = Stopwatch.StartNew();
        var (nextSample, nextWord) = (TimeSpan.Zero, BetweenWords);
        for (var block = 0; running.Elapsed < duration; block++)
        {
            var build = targets.NextBuild();
            opNode.Send(EngineCalls.ForkchoiceUpdated(build));
            await WaitUntilAsync(running, (block * BlockTime) + (BlockTime / 2), stop);

            _latencies.Add(Stopwatch.GetElapsedTime(0, opNode.Send(EngineCalls.GetPayload(build))).TotalMicroseconds);
            _builderBlocks += EngineCalls.IsBuilders(opNode.AnswerStart) ? 1 : 0;
            payload.Stamp(newPayload.Body[payloadAt..], build, BlockMaker.Builder);
            opNode.Send(newPayload);
            opNode.Send(EngineCalls.ForkchoiceUpdated());
            if (running.Elapsed >= nextSample)
            {
                _samples.Add(ProcessFacts.Sample(target.ProcessId!.Value, running.Elapsed));
                nextSample += BetweenSamples;
            }

            if (running.Elapsed >= nextWord)
            {
                Console.Error.WriteLine(FormattableString.Invariant(
                    $"{running.Elapsed:mm\\:ss} {block + 1} blocks, {_samples[^1].ResidentBytes / 1e6:0} MB, {_samples[^1].Handles} handles, {_samples[^1].Threads} threads"));
                nextWord += BetweenWords;
            }

            _lateBlocks += running.Elapsed > (block + 1) * BlockTime ? 1 : 0;
            await WaitUntilAsync(running, (block + 1) * BlockTime, stop);
        }
    }

    private static async Task WaitUntilAsync(Stopwatch running, TimeSpan due, CancellationToken stop)
    {
        var left = due - running.Elapsed;
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, stop);
        }

        stop.ThrowIfCancellationRequested();
    }
}
