using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>A block that a sequencer's own local did not make was VALID there before it was answered.</summary>
internal sealed class AnsweredBlocksAreValid : IInvariant
{
    public string Name => "answered-blocks-are-valid";

    public IEnumerable<Violation> Check(History history, Limits limits)
    {
        var made = new HashSet<(string, string)>();
        var valid = new Dictionary<(string, string), TimeSpan>();
        foreach (var call in history.Upstream.Where(call => call.BlockHash is not null && call.AnsweredAt is not null))
        {
            var block = (call.Upstream, call.BlockHash!);
            if (call.Method == EngineMethod.GetPayload)
            {
                made.Add(block);
            }
            else if (call is { Method: EngineMethod.NewPayload, IsValid: true })
            {
                valid[block] = valid.TryGetValue(block, out var first) && first < call.AnsweredAt
                    ? first
                    : call.AnsweredAt!.Value;
            }
        }

        return
            from answer in history.Calls
            where answer is { Method: EngineMethod.GetPayload, Outcome: CallOutcome.Answered, BlockHash: not null }
            let block = (answer.Sequencer, answer.BlockHash!)
            where !made.Contains(block)
            let isValid = valid.TryGetValue(block, out _)
            where !isValid || valid[block] > answer.End
            select new Violation(
                Name, answer.Slot, answer.Phase, $"{answer.Gateway}, payload {answer.PayloadId}",
                $"{answer.BlockHash} VALID at local {answer.Sequencer} before {answer.End.TotalSeconds:F3} s",
                isValid ? $"VALID at {valid[block].TotalSeconds:F3} s" : "never VALID there");
    }
}
