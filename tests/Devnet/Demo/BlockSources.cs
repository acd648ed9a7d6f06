using System.Globalization;
using System.Text.RegularExpressions;

namespace Sidecar.Devnet.Demo;

/// <summary>Reads from the gateway's metrics where its latest block came from.</summary>
internal sealed partial class BlockSources(HttpClient http, Uri metricsUrl)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private Dictionary<BlockSource, double> _counted = [];

    /// <summary>The source of the one block that was made since the last call; null when none was counted.</summary>
    /// <remarks>The gateway counts off the reply path, so the count may come a moment after the block.</remarks>
    public async Task<BlockSource?> NextAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += BetweenLooks)
        {
            var counts = Read(await http.GetStringAsync(metricsUrl, cancellationToken));
            var grown = counts.Where(count => count.Value > _counted.GetValueOrDefault(count.Key)).ToList();
            if (grown.Count > 0)
            {
                _counted = counts;
                return grown[^1].Key;
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return null;
    }

    private static Dictionary<BlockSource, double> Read(string metrics) =>
        BlocksTotal().Matches(metrics).ToDictionary(
            line => new BlockSource(Label(line, "source"), Label(line, "reason")),
            line => double.Parse(line.Groups["value"].ValueSpan, CultureInfo.InvariantCulture));

    private static string Label(Match line, string name) =>
        Regex.Match(line.Groups["labels"].Value, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex(@"^sidecar_blocks_total\{(?<labels>[^}]*)\} (?<value>\S+)", RegexOptions.Multiline)]
    private static partial Regex BlocksTotal();
}
