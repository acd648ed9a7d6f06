namespace Sidecar.Devnet.DemoHa;

/// <summary>How often the builder was asked for each block, by its own record.</summary>
internal sealed class BuilderRecord(string logPath)
{
    private readonly GrownLog _log = new(logPath);
    private readonly Dictionary<string, int> _asked = [];

    /// <summary>Times that attributes came for a block on this parent with this timestamp.</summary>
    public int Asked(string parentHash, ulong timestamp)
    {
        foreach (var line in _log.NewLines().Where(line => line.StartsWith("attributes for ", StringComparison.Ordinal)))
        {
            _asked[line] = _asked.GetValueOrDefault(line) + 1;
        }

        return _asked.GetValueOrDefault($"attributes for {parentHash} at {timestamp}");
    }
}
