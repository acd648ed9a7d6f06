namespace Sidecar.Devnet.Demo;

/// <summary>How many blocks came from where.</summary>
internal sealed class Tally
{
    private readonly Dictionary<BlockOutcome, int> _counts = [];

    public int this[BlockOutcome outcome] => _counts.GetValueOrDefault(outcome);

    public void Count(BlockOutcome outcome) => _counts[outcome] = this[outcome] + 1;

    /// <summary>The demo's last line.</summary>
    public override string ToString() =>
        $"demo: {_counts.Values.Sum()} blocks, {this[BlockOutcome.Builder]} builder, "
        + $"{this[BlockOutcome.Local]} local, {this[BlockOutcome.Missed]} missed";
}
