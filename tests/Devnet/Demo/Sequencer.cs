using System.Diagnostics;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Demo;

/// <summary>op-node's part: one block each second through the gateway.</summary>
internal sealed class Sequencer(OpNodeDriver opNode, TransactionFeed feed, BlockSources sources)
{
    // op-node's --sequencer.sealing-duration.
    private static readonly TimeSpan SealingTime = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _made = [];
    private readonly Stopwatch _clock = new();

    /// <summary>Hashes of the blocks that were made, the oldest first.</summary>
    public IReadOnlyList<string> Made => _made;

    /// <summary>Waits for the block's turn and makes it. A missed block leaves the head where it was.</summary>
    public async Task<BlockReport> MakeBlockAsync(int number, CancellationToken cancellationToken)
    {
        _clock.Start();
        await WaitUntilAsync((number - 1) * DemoOptions.BlockTime, cancellationToken);
        await feed.SendAsync(cancellationToken);

        var seal = (number * DemoOptions.BlockTime) - SealingTime;
        var request = new BlockRequest
        {
            Timestamp = NextTimestamp(),
            BeforeStep = step =>
                step == BlockStep.GetPayload ? WaitUntilAsync(seal, cancellationToken) : Task.CompletedTask,
        };
        var block = await opNode.MakeBlockAsync(request, cancellationToken);
        var source = await sources.NextAsync(cancellationToken);
        var times = Times(block);
        if (!block.Succeeded)
        {
            return new(number, BlockOutcome.Missed, $"{block.FailedAt}: {block.Failure}", "", 0, 0, times);
        }

        _made.Add(block.Hash);
        feed.Included(block.Transactions);
        var (outcome, reason) = Judge(source);
        return new(number, outcome, reason, block.Hash, block.Transactions.Count, block.GasUsed, times);
    }

    private Task WaitUntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        var left = due - _clock.Elapsed;
        return left > TimeSpan.Zero ? Task.Delay(left, cancellationToken) : Task.CompletedTask;
    }

    private static (BlockOutcome Outcome, string Reason) Judge(BlockSource? source) => source switch
    {
        null => throw new InvalidOperationException("The gateway's metrics did not count the block."),
        { IsBuilder: true } => (BlockOutcome.Builder, ""),
        _ => (BlockOutcome.Local, source.Reason),
    };

    private static CallTimes Times(BlockResult block)
    {
        return new(Of(BlockStep.StartBuild), Of(BlockStep.GetPayload), Of(BlockStep.NewPayload), Of(BlockStep.SetHead));

        TimeSpan? Of(BlockStep step) =>
            block.Calls.TryGetValue(step, out var call) ? TimeSpan.FromMilliseconds(call.Milliseconds) : null;
    }

    /// <summary>The wall clock's second, or the next one after the head's.</summary>
    private ulong NextTimestamp() =>
        Math.Max((opNode.Head?.Timestamp ?? 0) + 1, (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
}
