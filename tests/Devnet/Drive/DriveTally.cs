using System.Globalization;

namespace Sidecar.Devnet.Drive;

/// <summary>What the blocks came to so far.</summary>
internal sealed class DriveTally
{
    private readonly SortedDictionary<string, int> _makers = new(StringComparer.Ordinal);

    public int Missed { get; private set; }

    public int Made => _makers.Values.Sum();

    public void CountMade(string maker) => _makers[maker] = _makers.GetValueOrDefault(maker) + 1;

    public void CountMissed() => Missed++;

    /// <summary>One line; scripts read it.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"total: {Made} blocks ({string.Join(", ", _makers.Select(maker => $"{maker.Value} of {maker.Key}"))}), {Missed} missed");
}
