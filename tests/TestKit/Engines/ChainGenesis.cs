using System.Globalization;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit.Engines;

/// <summary>The genesis of the test chain: id 4242, Prague from the start, three funded accounts.</summary>
public static class ChainGenesis
{
    /// <summary>
    /// Writes the genesis file. The timestamp matters: every block's is greater, and what judges a client's health
    /// compares them with the wall clock.
    /// </summary>
    public static async Task WriteAsync(string path, DateTimeOffset timestamp, CancellationToken cancellationToken)
    {
        var template = await File.ReadAllTextAsync(EnginesFolder.File("genesis.json"), cancellationToken);
        var genesis = JsonNode.Parse(template)!;
        genesis["timestamp"] = string.Create(CultureInfo.InvariantCulture, $"0x{timestamp.ToUnixTimeSeconds():x}");
        await File.WriteAllTextAsync(path, genesis.ToJsonString(), cancellationToken);
    }
}
