using System.Diagnostics;
using Sidecar.Chaos.Tests.Cluster;
using Sidecar.Chaos.Tests.Driving;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Faults;

/// <summary>Does a slot's faults, each in its phase, and undoes what is over.</summary>
internal sealed class FaultInjector
{
    private readonly ChaosNetwork _network;
    private readonly HistoryRecorder _recorder;
    private readonly Recoveries _recoveries = new();
    private readonly GatewayFaults _gateways;
    private readonly RedisFaults _redis;
    private readonly BuilderFaults _builder;
    private readonly LocalFaults _locals;

    public FaultInjector(
        ChaosCluster cluster, ChaosNetwork network, Harvest harvest, HistoryRecorder recorder, bool isClustered)
    {
        (_network, _recorder) = (network, recorder);
        _gateways = new(network, recorder, _recoveries);
        _redis = new(cluster.Redis, cluster.RedisProxy, isClustered, recorder, _recoveries);
        _builder = new(cluster.Builder, harvest, recorder, _recoveries);
        _locals = new(cluster.Locals, recorder, _recoveries);
    }

    /// <summary>Faults that were done, by kind.</summary>
    public SortedDictionary<FaultKind, int> Done { get; } = [];

    /// <summary>Faults that were drawn and could not be done, by kind: the last spare gateway is not killed.</summary>
    public SortedDictionary<FaultKind, int> Skipped { get; } = [];

    /// <summary>Undoes what is over in this slot.</summary>
    public Task RecoverAsync(int slot) => _recoveries.RunAsync(slot);

    /// <summary>Undoes everything and waits until all gateways are ready.</summary>
    public async Task RecoverAllAsync(IEnumerable<GatewayNode> gateways)
    {
        await _recoveries.RunAsync(int.MaxValue);
        await Task.WhenAll(gateways.Select(gateway => gateway.StartedAsync()));
    }

    /// <summary>Does what was planned for this phase.</summary>
    public async Task StrikeAsync(IEnumerable<PlannedFault> faults, SlotState slot, SlotPhase phase)
    {
        slot.Phase = phase;
        foreach (var fault in faults.Where(fault => fault.Phase == phase))
        {
            var isDone = await StrikeAsync(fault, slot);
            var counts = isDone ? Done : Skipped;
            counts[fault.Kind] = counts.GetValueOrDefault(fault.Kind) + 1;
            _recorder.Tell($"slot {slot.Number,5} {phase,-16} {fault}{(isDone ? "" : ": not now")}");
        }
    }

    private async Task<bool> StrikeAsync(PlannedFault fault, SlotState slot) => fault.Kind switch
    {
        FaultKind.AskAgain => await _gateways.AskAgainAsync(fault, slot),
        FaultKind.KillGateway => await _gateways.KillAsync(fault, slot),
        FaultKind.KillAfterAnswer => await _gateways.KillAfterAnswerAsync(fault, slot),
        FaultKind.PauseGateway => _gateways.Pause(fault),
        FaultKind.MoveLeader => Move(),
        FaultKind.DeposeLeader => Depose(fault, slot),
        FaultKind.LoseLeader => await _gateways.LoseLeaderAsync(fault),
        FaultKind.KillRedis => await _redis.KillAsync(fault, keepData: true),
        FaultKind.WipeRedis => await _redis.KillAsync(fault, keepData: false),
        FaultKind.HangRedis => _redis.Hang(fault),
        FaultKind.SlowRedis => _redis.Slow(fault),
        FaultKind.KillBuilder => _builder.Kill(fault),
        FaultKind.HangBuilder => _builder.Hang(fault),
        FaultKind.FailBuilder => _builder.Fail(fault),
        FaultKind.LieBuilder => _builder.Lie(fault),
        FaultKind.StaleBuilder => _builder.Stale(fault),
        FaultKind.SlowLocal => _locals.Slow(fault, (fault.OnLeader ? _network.Leader : _network.Follower).Name),
        _ => throw new UnreachableException(),
    };

    private bool Move()
    {
        if (!_network.FollowerCanLead)
        {
            return false;
        }

        _network.Conductor.Elect(_network.Follower);
        return true;
    }

    private bool Depose(PlannedFault fault, SlotState slot)
    {
        if (!_network.FollowerCanLead)
        {
            return false;
        }

        _network.Depose(slot, fault.Length);
        return true;
    }
}
