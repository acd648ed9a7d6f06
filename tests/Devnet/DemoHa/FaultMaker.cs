using Sidecar.Devnet.Demo;
using Sidecar.TestKit;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Makes the faults, each in its slot, and starts again what they killed.</summary>
internal sealed class FaultMaker(
    IReadOnlyList<PlannedFault> plan,
    HaNetwork network,
    Recoveries recoveries,
    PayloadAnswers answers,
    BuilderRecord record,
    IHaDisplay display)
{
    /// <summary>What a conductor needs to give the lead to another sequencer.</summary>
    private static readonly TimeSpan HandOver = TimeSpan.FromMilliseconds(100);

    /// <summary>How long op-node's side waits for a gateway that stands still before it asks the other one.</summary>
    private static readonly TimeSpan FrozenPatience = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(1);

    private readonly List<string> _problems = [];
    private readonly List<Task> _late = [];
    private bool _isPostponed;

    /// <summary>Faults that were made.</summary>
    public int Made { get; private set; }

    /// <summary>What a fault did that it must not do.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Slots in which the lead moved and the builder's running build was used, asked for once.</summary>
    public int RunningBuildsUsed { get; private set; }

    /// <summary>The fault of this slot; null when there is none, or what it takes is not in place.</summary>
    public PlannedFault? Due(int slot, SequencerNode leader, HaBlock? before)
    {
        if (Made == plan.Count || plan[Made].Slot > slot)
        {
            return null;
        }

        var missing = Missing(plan[Made].Kind, leader)
            ?? (before?.Outcome == BlockOutcome.Builder ? null : "the builder's blocks");
        if (missing is not null)
        {
            if (!_isPostponed)
            {
                display.Note($"the next fault waits for {missing}");
            }

            _isPostponed = true;
            return null;
        }

        _isPostponed = false;
        return plan[Made];
    }

    /// <summary>What happens between forkchoiceUpdated and getPayload.</summary>
    public async Task BeforeGetPayloadAsync(Slot slot, CancellationToken cancellationToken)
    {
        switch (slot.Fault?.Kind)
        {
            case FaultKind.KillBeforeGetPayload:
                Kill(slot.Leader.InUse, slot.Fault, Between(slot.Fault));
                break;
            case FaultKind.LoseLeader:
                await LoseLeaderAsync(slot, slot.Fault, cancellationToken);
                break;
            case FaultKind.KillRedis:
                await KillRedisAsync(slot.Fault);
                break;
            case FaultKind.KillBuilder:
                KillBuilder(slot.Fault);
                break;
            case FaultKind.FreezeGateway:
                Count($"{slot.Leader.InUse.Name} stands still (SIGSTOP) {Between(slot.Fault)}");
                slot.Leader.InUse.Process.Freeze();
                slot.Leader.InUse.IsUp = false;
                break;
        }
    }

    /// <summary>op-node's getPayload.</summary>
    public async Task<NodeCall> GetPayloadAsync(Slot slot, CancellationToken cancellationToken)
    {
        if (slot.Fault?.Kind != FaultKind.FreezeGateway)
        {
            return await slot.GetPayloadAsync(slot.Leader, cancellationToken);
        }

        var frozen = slot.Leader.InUse;
        var late = frozen.OpNode.GetPayloadAsync(slot.PayloadId, null, cancellationToken);
        recoveries.Begin(
            $"{frozen.Name} goes on (SIGCONT)", FrozenFor, _ => ThawAsync(frozen), () => frozen.IsUp = true);
        _late.Add(HearLateAsync(frozen, slot.PayloadId, late));
        await Task.Delay(FrozenPatience, cancellationToken);
        slot.Leader.UseNext();
        return await slot.GetPayloadAsync(slot.Leader, cancellationToken);
    }

    /// <summary>What happens to a gateway that has just answered. Returns the last answer to the question.</summary>
    public async Task<NodeCall> AfterAnswerAsync(Slot slot, NodeCall answer, CancellationToken cancellationToken)
    {
        if (slot.Fault is not { Kind: FaultKind.KillAfterAnswer or FaultKind.KillAfterAnswerAskOther } fault)
        {
            return answer;
        }

        Kill(answer.Gateway, fault, "right after its answer to getPayload");
        var asked = fault.Kind == FaultKind.KillAfterAnswer ? slot.Leader : network.Other(slot.Leader);
        var again = await slot.GetPayloadAsync(asked, cancellationToken);
        display.Note(Compare(answer, again));
        if (EngineAnswers.BlockHashOf(again.Call) is null)
        {
            _problems.Add($"slot {slot.Number}: {again.Gateway.Name} could not repeat the answer: {again.Call}");
        }

        return again;
    }

    /// <summary>What can be said of the slot when its block is made.</summary>
    public void AfterBlock(Slot slot, HaBlock block, bool hasJoined)
    {
        if (slot.Fault?.Kind != FaultKind.LoseLeader)
        {
            return;
        }

        var asked = record.Asked(slot.Parent.Hash, slot.Timestamp);
        var isUsed = asked == 1 && hasJoined && block.Outcome == BlockOutcome.Builder;
        RunningBuildsUsed += isUsed ? 1 : 0;
        var joined = hasJoined ? $"{block.Gateway} joined the build that was running (2305)" : "no build was joined";
        display.Note($"{joined}; the builder got attributes {(asked == 1 ? "once" : $"{asked} times")}");
        if (!isUsed)
        {
            _problems.Add($"slot {slot.Number}: the builder's running build was not used (block by {block.Outcome}; {joined})");
        }
    }

    /// <summary>Waits for the answers of gateways that stood still.</summary>
    public Task SettleAsync() => Task.WhenAll(_late);

    /// <summary>What the fault needs and is not there; null when it can be made.</summary>
    private string? Missing(FaultKind kind, SequencerNode leader)
    {
        var needed = kind switch
        {
            FaultKind.KillRedis or FaultKind.KillBuilder => [],
            FaultKind.KillAfterAnswerAskOther or FaultKind.LoseLeader => network.Gateways,
            _ => leader.Gateways,
        };
        return needed.FirstOrDefault(gateway => !gateway.IsUp)?.Name
            ?? (network.IsRedisUp ? null : "Redis")
            ?? (network.IsBuilderUp ? null : "the builder");
    }

    private async Task LoseLeaderAsync(Slot slot, PlannedFault fault, CancellationToken cancellationToken)
    {
        var lost = slot.Leader;
        foreach (var gateway in lost.Gateways)
        {
            KillQuietly(gateway, fault);
        }

        slot.Leader = network.Other(lost);
        var killed = string.Join(" and ", lost.Gateways.Select(gateway => gateway.Name));
        Count($"{lost.Name} lost {Between(fault)}: {killed} killed (SIGKILL), {slot.Leader.Name} leads");
        await Task.Delay(HandOver, cancellationToken);
        var before = slot.PayloadId;
        if (await slot.StartBuildAsync(cancellationToken) is { } failure)
        {
            _problems.Add($"slot {slot.Number}: {slot.Leader.Name} could not go on: {failure}");
        }
        else if (slot.PayloadId != before)
        {
            _problems.Add($"slot {slot.Number}: the locals give ids {before} and {slot.PayloadId} to the same build");
        }
    }

    private void Kill(GatewayNode gateway, PlannedFault fault, string when)
    {
        KillQuietly(gateway, fault);
        Count($"{gateway.Name} killed (SIGKILL) {when}");
    }

    private void KillQuietly(GatewayNode gateway, PlannedFault fault)
    {
        gateway.Process.Kill();
        gateway.IsUp = false;
        recoveries.Begin(
            $"{gateway.Name} started again and ready", fault.DownFor, gateway.Process.RestartAsync,
            () => gateway.IsUp = true);
    }

    private async Task KillRedisAsync(PlannedFault fault)
    {
        await network.Redis.KillAsync();
        network.IsRedisUp = false;
        var data = fault.KeepsData ? "with its data" : "empty";
        Count($"Redis killed (SIGKILL), to come back {data}");
        recoveries.Begin(
            $"Redis is back, {data}", fault.DownFor, _ => network.Redis.RestartAsync(fault.KeepsData),
            () => network.IsRedisUp = true);
    }

    private void KillBuilder(PlannedFault fault)
    {
        network.Builder.Kill();
        network.IsBuilderUp = false;
        Count("builder killed (SIGKILL)");
        recoveries.Begin(
            "builder started again and answers", fault.DownFor, network.Builder.RestartAsync,
            () => network.IsBuilderUp = true);
    }

    private static string Between(PlannedFault fault) =>
        $"{fault.At.TotalMilliseconds:F0} ms after forkchoiceUpdated";

    private void Count(string text)
    {
        Made++;
        display.Fault(text);
    }

    private static Task ThawAsync(GatewayNode gateway)
    {
        gateway.Process.Thaw();
        return Task.CompletedTask;
    }

    /// <summary>What the gateway makes of a call that waited while it stood still must be the same block.</summary>
    private async Task HearLateAsync(GatewayNode frozen, string payloadId, Task<EngineCall> late)
    {
        var call = await late;
        if (EngineAnswers.BlockHashOf(call) is not { } hash)
        {
            _problems.Add($"{frozen.Name} stood still and did not answer later: {call}");
        }
        else if (!answers.Add(payloadId, hash))
        {
            _problems.Add($"{frozen.Name} stood still and answered {payloadId} later with another block, {hash}");
        }
    }

    private static string Compare(NodeCall first, NodeCall again)
    {
        var isSame = EngineAnswers.BlockHashOf(first.Call) == EngineAnswers.BlockHashOf(again.Call);
        var answered = EngineAnswers.BlockHashOf(again.Call) is null ? "has no block"
            : isSame ? "answers the same block"
            : "answers ANOTHER block";
        return $"{again.Gateway.Name} {answered}, {again.Call.Milliseconds:F1} ms";
    }
}
