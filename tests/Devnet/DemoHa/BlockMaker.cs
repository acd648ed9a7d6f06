using System.Diagnostics;
using Sidecar.Devnet.Demo;
using Sidecar.TestKit;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Two op-nodes and their conductor: a block each second, made by the leader, given to both.</summary>
internal sealed class BlockMaker(
    HaNetwork network,
    TransactionFeed feed,
    FaultMaker faults,
    PayloadAnswers answers,
    AnswerSources sources,
    GatewayLogs logs,
    ChainPoint genesis)
{
    // op-node's --sequencer.sealing-duration.
    private static readonly TimeSpan SealingTime = TimeSpan.FromMilliseconds(50);

    private readonly List<BlockResult> _made = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _nextStart;
    private HaBlock? _last;

    /// <summary>Hashes of the blocks that were made, the oldest first.</summary>
    public IReadOnlyList<string> Hashes => [.. _made.Select(block => block.Hash)];

    /// <summary>The last payload id that was answered.</summary>
    public string LastPayloadId { get; private set; } = "";

    /// <summary>Waits for the slot and makes its block. A missed block leaves the head where it was.</summary>
    public async Task<HaBlock> MakeBlockAsync(int number, CancellationToken cancellationToken)
    {
        // A slot that was late makes all later ones so: a shorter one would have no middle for a fault.
        await WaitUntilAsync(_nextStart, cancellationToken);
        var start = _clock.Elapsed;
        _nextStart = start + DemoOptions.BlockTime;
        await feed.SendAsync(cancellationToken);

        var parent = _made.Count > 0 ? _made[^1].Point : genesis;
        var slot = new Slot(number, parent, NextTimestamp(parent), network.Leader)
        {
            Fault = faults.Due(number, network.Leader, _last),
        };
        var joinedBefore = logs.Joined;
        if (await slot.StartBuildAsync(cancellationToken) is { } failure)
        {
            return _last = Missed(slot, $"forkchoiceUpdated: {failure}", null);
        }

        await Task.Delay(slot.Fault?.At ?? TimeSpan.Zero, cancellationToken);
        await faults.BeforeGetPayloadAsync(slot, cancellationToken);
        network.Leader = slot.Leader;
        await WaitUntilAsync(start + DemoOptions.BlockTime - SealingTime, cancellationToken);
        _last = await SealAsync(slot, cancellationToken);
        faults.AfterBlock(slot, _last, logs.Joined > joinedBefore);
        return _last;
    }

    /// <summary>Asks every gateway once more for the last block: all must be there, and know it.</summary>
    public async Task<IReadOnlyList<string>> FindUselessAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var gateway in network.Gateways)
        {
            var call = await gateway.OpNode.GetPayloadAsync(LastPayloadId, null, cancellationToken);
            if (EngineAnswers.BlockHashOf(call) is not { } hash)
            {
                problems.Add($"{gateway.Name} has no answer for the last block: {call}");
            }
            else if (!answers.Add(LastPayloadId, hash))
            {
                problems.Add($"{gateway.Name} answers {hash} for the last block");
            }
        }

        return problems;
    }

    private async Task<HaBlock> SealAsync(Slot slot, CancellationToken cancellationToken)
    {
        var first = await faults.GetPayloadAsync(slot, cancellationToken);
        var time = TimeSpan.FromMilliseconds(first.Call.Milliseconds);
        if (EngineAnswers.BlockHashOf(first.Call) is not { } hash)
        {
            return Missed(slot, $"getPayload: {first.Call}", time);
        }

        LastPayloadId = slot.PayloadId;
        answers.Add(slot.PayloadId, hash);
        var again = await faults.AfterAnswerAsync(slot, first, cancellationToken);
        if (EngineAnswers.BlockHashOf(again.Call) is { } sameHash)
        {
            answers.Add(slot.PayloadId, sameHash);
        }

        // The conductor keeps the first block that it saw.
        var block = Block(slot, first);
        if (await GiveAsync(slot.Leader, block, cancellationToken) is { } refusal)
        {
            return Missed(slot, refusal, time);
        }

        _made.Add(block);
        slot.Leader.Given = _made.Count;
        feed.Included(block.Transactions);
        await CatchUpAsync(network.Other(slot.Leader), cancellationToken);

        var source = await sources.FindAsync(slot.PayloadId, cancellationToken);
        return source is { IsBuilder: true }
            ? new(slot.Number, slot.Leader.Name, first.Gateway.Name, BlockOutcome.Builder, "", time)
            : new(
                slot.Number, slot.Leader.Name, first.Gateway.Name, BlockOutcome.Local,
                source?.Reason ?? "(its gateway was killed before it told)", time);
    }

    /// <summary>newPayload and forkchoiceUpdated. Null, or the answer that was not VALID.</summary>
    private static async Task<string?> GiveAsync(
        SequencerNode sequencer, BlockResult block, CancellationToken cancellationToken)
    {
        var root = (string?)block.Attributes["parentBeaconBlockRoot"];
        var (_, imported) = await sequencer.CallAsync(
            opNode => opNode.NewPayloadAsync(block.Payload, root, 4, cancellationToken));
        if (!EngineAnswers.IsValid(imported))
        {
            return $"newPayload: {imported}";
        }

        var (_, head) = await sequencer.CallAsync(
            opNode => opNode.ForkchoiceUpdatedAsync(block.Hash, null, 3, cancellationToken));
        return EngineAnswers.IsValid(head) ? null : $"forkchoiceUpdated to the new head: {head}";
    }

    /// <summary>The follower gets what it lacks, in order, as soon as one of its gateways answers.</summary>
    private async Task CatchUpAsync(SequencerNode follower, CancellationToken cancellationToken)
    {
        while (follower.Given < _made.Count
            && await GiveAsync(follower, _made[follower.Given], cancellationToken) is null)
        {
            follower.Given++;
        }
    }

    private static BlockResult Block(Slot slot, NodeCall answer) => new()
    {
        Attributes = slot.Attributes,
        Calls = new Dictionary<BlockStep, EngineCall> { [BlockStep.GetPayload] = answer.Call },
        PayloadId = slot.PayloadId,
        Payload = EngineAnswers.PayloadOf(answer.Call)!.Value,
    };

    private static HaBlock Missed(Slot slot, string reason, TimeSpan? time) =>
        new(slot.Number, slot.Leader.Name, slot.Leader.InUse.Name, BlockOutcome.Missed, reason, time);

    private Task WaitUntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        var left = due - _clock.Elapsed;
        return left > TimeSpan.Zero ? Task.Delay(left, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The wall clock's second, or the next one after the head's.</summary>
    private static ulong NextTimestamp(ChainPoint parent) =>
        Math.Max(parent.Timestamp + 1, (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
}
