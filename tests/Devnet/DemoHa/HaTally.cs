using System.Globalization;
using Sidecar.Devnet.Demo;

namespace Sidecar.Devnet.DemoHa;

/// <summary>What the run came to.</summary>
internal sealed class HaTally
{
    private readonly Dictionary<BlockOutcome, int> _outcomes = [];
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);

    public int Faults { get; set; }

    public int this[BlockOutcome outcome] => _outcomes.GetValueOrDefault(outcome);

    /// <summary>Why blocks were local's, with how many each.</summary>
    public string Reasons => _reasons.Count == 0
        ? "none"
        : string.Join(", ", _reasons.Select(reason => $"{reason.Key} {reason.Value}"));

    public void Count(HaBlock block)
    {
        _outcomes[block.Outcome] = this[block.Outcome] + 1;
        if (block.Outcome == BlockOutcome.Local)
        {
            _reasons[block.Reason] = _reasons.GetValueOrDefault(block.Reason) + 1;
        }
    }

    /// <summary>The demo's last line.</summary>
    public string ToLine(int conflicts) => string.Create(
        CultureInfo.InvariantCulture,
        $"demo-ha: {_outcomes.Values.Sum()} blocks, {this[BlockOutcome.Builder]} builder, "
        + $"{this[BlockOutcome.Local]} local, {this[BlockOutcome.Missed]} missed, "
        + $"{conflicts} conflicting answers, {Faults} faults");
}
