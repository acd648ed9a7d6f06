using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>Once nothing is done to anybody any more, the builder's blocks are used again without a restart.</summary>
internal sealed class BuilderIsUsedAgain : IInvariant
{
    public string Name => "builder-is-used-again";

    public IEnumerable<Violation> Check(History history, Limits limits)
    {
        var quiet = history.Slots.Where(slot => slot.Number >= history.QuietFrom && slot.BlockHash is not null).ToList();
        if (quiet.Count > 0 && !quiet.Any(slot => history.IsBuilders(slot.BlockHash!)))
        {
            yield return new(
                Name, quiet[^1].Number, null, "builder", $"a block of the builder after slot {quiet[0].Number}",
                $"{quiet.Count} local blocks in {(quiet[^1].End - quiet[0].Start).TotalSeconds:F1} s");
        }
    }
}
