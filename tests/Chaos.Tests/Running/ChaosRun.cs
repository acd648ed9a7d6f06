using Sidecar.Chaos.Tests.Checking;
using Sidecar.Chaos.Tests.Cluster;
using Sidecar.Chaos.Tests.Driving;
using Sidecar.Chaos.Tests.Faults;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Running;

/// <summary>Starts everything, runs the slots, and has the history checked.</summary>
internal sealed class ChaosRun
{
    /// <summary>So often the builder gets blocks that it lacks from its peers, as a real client would.</summary>
    private const int SlotsBetweenSyncs = 5;

    private const int SlotsBetweenWords = 50;

    private readonly ChaosOptions _options;
    private readonly HistoryRecorder _recorder;
    private readonly ChaosCluster _cluster;
    private readonly ChaosNetwork _network;
    private readonly Harvest _harvest;
    private readonly FaultInjector _injector;
    private readonly SlotRun _slotRun;

    private ChaosRun(ChaosOptions options, HistoryRecorder recorder, ChaosCluster cluster, ChaosNetwork network)
    {
        (_options, _recorder, _cluster, _network) = (options, recorder, cluster, network);
        var clients = cluster.Locals.Append(new(UpstreamCall.Builder, cluster.Builder)).ToDictionary();
        _harvest = new(recorder, clients);
        _injector = new(cluster, network, _harvest, recorder, options.IsClustered);
        _slotRun = new(network, _injector, recorder, options.ThinkTime);
    }

    public static async Task<ChaosReport> RunAsync(ChaosOptions options, Action<string> log)
    {
        var recorder = new HistoryRecorder(log);
        await using var cluster = await ChaosCluster.StartAsync(options, recorder);
        await using var probe = new StallProbe(recorder);
        await using var network = new ChaosNetwork(cluster, recorder, options.ThinkTime);
        var report = await new ChaosRun(options, recorder, cluster, network).RunAsync();
        cluster.Folder.Keep = report.Violations.Count > 0;
        return report with { LogFolder = cluster.Folder.Keep ? cluster.Folder.Path : null };
    }

    private async Task<ChaosReport> RunAsync()
    {
        if (!_options.IsClustered)
        {
            _recorder.BeginOutage(OutageKind.RedisUnwell, "redis");
        }

        var genesis = _cluster.Builder.Genesis;
        var head = new ChainPoint(genesis.Hash, genesis.Number, genesis.Timestamp);
        var planner = new FaultPlanner(_options.Seed, _options.FaultRate, _options.Kinds);
        for (var number = 0; number < _options.Slots; number++)
        {
            head = await RunSlotAsync(number, head, number < _options.QuietFirst ? [] : planner.Plan(number));
        }

        await _injector.RecoverAllAsync(_cluster.Gateways);
        await _network.SettleAsync(_recorder.Now + _options.SlotBudget);
        _recorder.QuietFrom = _options.Slots;
        for (var number = _options.Slots; number < _options.Slots + _options.QuietLast; number++)
        {
            head = await RunSlotAsync(number, head, []);
        }

        await _network.SettleAsync(_recorder.Now + _options.SlotBudget);
        var history = _harvest.ToHistory();
        return new(
            _options, history, Checker.Check(history, _options.Limits), _injector.Done, _injector.Skipped, null);
    }

    private async Task<ChainPoint> RunSlotAsync(int number, ChainPoint head, IReadOnlyList<PlannedFault> faults)
    {
        var start = _recorder.Now;
        var slot = new SlotState(number, head, start, start + _options.SlotBudget);
        var record = await _slotRun.RunAsync(slot, faults);
        _recorder.Add(record);
        _harvest.Gather();
        if (number % SlotsBetweenSyncs == 0)
        {
            _cluster.Builder.ImportBlocksFrom(_cluster.Locals[_network.Leader.Name]);
        }

        if (record.BlockHash is null)
        {
            _recorder.Tell($"slot {number,5} MISSED: {record.LastFailure}");
        }
        else if (number % SlotsBetweenWords == SlotsBetweenWords - 1)
        {
            _recorder.Tell($"slot {number,5} block {head.Number + 1}, leader {record.Leader}, {_recorder.Now.TotalSeconds:F0} s");
        }

        var left = start + _options.SlotTime - _recorder.Now;
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left);
        }

        return _network.Conductor.CommittedSlot == number ? _network.Conductor.Committed!.Point : head;
    }
}
