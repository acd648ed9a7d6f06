using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>No block of the builder is the answer to two payloadIds.</summary>
internal sealed class OneBlockOnePayload : IInvariant
{
    public string Name => "one-block-one-payload";

    public IEnumerable<Violation> Check(History history, Limits limits) =>
        from answers in history.Calls
            .Where(call => call is
            {
                Method: EngineMethod.GetPayload, Outcome: CallOutcome.Answered, BlockHash: not null, PayloadId: not null,
            } && history.IsBuilders(call.BlockHash))
            .GroupBy(call => call.BlockHash)
        let first = answers.First()
        let other = answers.FirstOrDefault(call => call.PayloadId != first.PayloadId)
        where other is not null
        select new Violation(
            Name, other.Slot, other.Phase, $"{other.Gateway}, block {other.BlockHash}",
            $"only for payload {first.PayloadId} of slot {first.Slot}", $"also for payload {other.PayloadId}");
}
