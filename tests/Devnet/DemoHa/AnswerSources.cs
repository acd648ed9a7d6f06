using System.Text.Json;
using Sidecar.Devnet.Demo;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Whose block was answered, and why: from the gateways' logs, or what they agreed on in Redis.</summary>
internal sealed class AnswerSources(GatewayLogs logs, HaNetwork network, string chainId)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Null when nobody left can tell: the gateway was killed before it had written its line.</summary>
    public async Task<BlockSource?> FindAsync(string payloadId, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += BetweenLooks)
        {
            if (logs.Find(payloadId) is { } source)
            {
                return source;
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return network.IsRedisUp ? await AskRedisAsync(payloadId) : null;
    }

    private async Task<BlockSource?> AskRedisAsync(string payloadId)
    {
        var key = $"sidecar/state/payload/{chainId}/{payloadId}/payload";
        var state = string.Concat(await network.Redis.AskAsync("HGET", key, "data"));
        if (state.Length == 0)
        {
            return null;
        }

        using var json = JsonDocument.Parse(state);
        return Decisions(json.RootElement).FirstOrDefault();
    }

    private static IEnumerable<BlockSource> Decisions(JsonElement json)
    {
        foreach (var member in Members(json))
        {
            if (member.Value.ValueKind == JsonValueKind.Object
                && string.Equals(member.Name, "decision", StringComparison.OrdinalIgnoreCase))
            {
                yield return new(
                    member.Value.GetProperty("source").ToString().ToLowerInvariant(),
                    member.Value.GetProperty("reason").ToString());
            }
        }
    }

    private static IEnumerable<JsonProperty> Members(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Members(member.Value).Prepend(member)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Members),
        _ => [],
    };
}
