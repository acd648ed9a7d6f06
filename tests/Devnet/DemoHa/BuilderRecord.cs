using System.Globalization;
using System.Text.RegularExpressions;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Where the builder was told to put its head, and what it was asked for, by its own record.</summary>
internal sealed partial class BuilderRecord(string logPath)
{
    private readonly GrownLog _log = new(logPath);
    private readonly List<string> _heads = [];
    private readonly Dictionary<(string Parent, ulong Timestamp), int> _asked = [];

    /// <summary>Times that attributes came for a block on this parent with this timestamp.</summary>
    public int Asked(string parentHash, ulong timestamp)
    {
        Read();
        return _asked.GetValueOrDefault((parentHash, timestamp));
    }

    /// <summary>Times that its head was put back to an older block of the chain.</summary>
    /// <param name="chain">The blocks' hashes, the oldest first.</param>
    public int PutBack(IReadOnlyList<string> chain)
    {
        Read();
        var places = Enumerable.Range(0, chain.Count).ToDictionary(place => chain[place]);
        var told = _heads.Where(places.ContainsKey).Select(hash => places[hash]).ToList();
        return told.Zip(told.Skip(1)).Count(pair => pair.Second < pair.First);
    }

    private void Read()
    {
        foreach (var match in _log.NewLines().Select(line => Told().Match(line)).Where(match => match.Success))
        {
            var head = match.Groups["head"].Value;
            _heads.Add(head);
            if (match.Groups["timestamp"] is { Success: true } timestamp)
            {
                var build = (head, ulong.Parse(timestamp.ValueSpan, CultureInfo.InvariantCulture));
                _asked[build] = _asked.GetValueOrDefault(build) + 1;
            }
        }
    }

    [GeneratedRegex(@" head (?<head>0x\w+), (no attributes|attributes at (?<timestamp>\d+))$")]
    private static partial Regex Told();
}
