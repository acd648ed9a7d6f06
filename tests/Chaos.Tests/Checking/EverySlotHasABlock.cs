using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>While local is alive every slot has a block, each on the one before.</summary>
internal sealed class EverySlotHasABlock : IInvariant
{
    public string Name => "every-slot-has-a-block";

    public IEnumerable<Violation> Check(History history, Limits limits)
    {
        string? last = null;
        foreach (var slot in history.Slots)
        {
            if (slot.BlockHash is null)
            {
                var waited = (slot.End - slot.Start).TotalMilliseconds;
                yield return new(
                    Name, slot.Number, slot.Phase, $"leader {slot.Leader}", $"a block on {slot.ParentHash}",
                    $"none after {waited:F0} ms; last failure: {slot.LastFailure ?? "none"}");

                // It may have been committed and come too late: the next one may build on either.
                last = null;
                continue;
            }

            if (last is not null && slot.ParentHash != last)
            {
                yield return new(
                    Name, slot.Number, slot.Phase, $"leader {slot.Leader}", $"a block on {last}",
                    $"{slot.BlockHash} on {slot.ParentHash}");
            }

            last = slot.BlockHash;
        }
    }
}
