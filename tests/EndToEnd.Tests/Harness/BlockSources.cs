using System.Globalization;
using System.Text.RegularExpressions;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>Tells from the gateway's metric who made the blocks between two looks.</summary>
internal sealed partial class BlockSources(GatewayUnderTest gateway)
{
    private Dictionary<string, double> _mark = [];

    /// <summary>Begins to count from here.</summary>
    public async Task MarkAsync() => _mark = await ReadAsync();

    /// <summary>What was decided since the mark, e.g. <c>local:policy</c>; several are joined, none is empty.</summary>
    public async Task<string> SinceMarkAsync()
    {
        var now = await ReadAsync();
        return string.Join('+', now
            .SelectMany(series =>
                Enumerable.Repeat(series.Key, (int)(series.Value - _mark.GetValueOrDefault(series.Key))))
            .Order());
    }

    private async Task<Dictionary<string, double>> ReadAsync() => Series().Matches(await gateway.MetricsAsync())
        .ToDictionary(
            match => $"{match.Groups["source"].Value}:{match.Groups["reason"].Value}",
            match => double.Parse(match.Groups["value"].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(
        """^sidecar_blocks_total\{reason="(?<reason>\w+)",source="(?<source>\w+)"\} (?<value>\d+)""",
        RegexOptions.Multiline)]
    private static partial Regex Series();
}
