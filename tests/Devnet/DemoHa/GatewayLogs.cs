using System.Text.RegularExpressions;
using Sidecar.Devnet.Demo;

namespace Sidecar.Devnet.DemoHa;

/// <summary>What the gateways log of blocks: the source of each (3101), and builds that were joined (2305).</summary>
internal sealed partial class GatewayLogs(IEnumerable<GatewayNode> gateways)
{
    private readonly List<GrownLog> _logs = [.. gateways.Select(gateway => new GrownLog(gateway.Process.LogPath))];
    private readonly Dictionary<string, BlockSource> _sources = [];

    /// <summary>Times that a gateway used a build that another one had the builder start.</summary>
    public int Joined { get; private set; }

    /// <summary>Where the first answer for a payload id came from; null when no gateway has logged it.</summary>
    public BlockSource? Find(string payloadId)
    {
        Read();
        return _sources.GetValueOrDefault(payloadId);
    }

    public void Read()
    {
        foreach (var line in _logs.SelectMany(log => log.NewLines()))
        {
            Joined += line.Contains("[2305]", StringComparison.Ordinal) ? 1 : 0;
            if (Answered().Match(line) is { Success: true } match)
            {
                _sources.TryAdd(
                    match.Groups["id"].Value,
                    new(match.Groups["source"].Value.ToLowerInvariant(), match.Groups["reason"].Value));
            }
        }
    }

    [GeneratedRegex(@"Block \d+ 0x\w+ from (?<source>\w+) \((?<reason>\w+)\) for (?<id>0x\w+):")]
    private static partial Regex Answered();
}
