using System.Text;
using Sidecar.Gateway.Tests.Fixtures;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>The requests of a build and the right answers to them, all bearing its marker.</summary>
internal static class Exchanges
{
    private static readonly string Forkchoice = EngineFixture.Load("op.engine_forkchoiceUpdatedV3.sequencing").RequestText;
    private static readonly string Made = EngineFixture.Load("op.engine_getPayloadV4").ResponseText;
    private static readonly string Hash = Between(Made, "\"blockHash\":\"", "\"");
    private static readonly string BeaconRoot =
        $"\"parentBeaconBlockRoot\":{Between(Forkchoice, "\"parentBeaconBlockRoot\":", ",")}";

    public static string StartBuild(long number) => Forkchoice
        .Replace("\"id\":10", $"\"id\":\"{Marker.Text(number)}\"", StringComparison.Ordinal)
        .Replace("\"noTxPool\":false", MarkOf(number), StringComparison.Ordinal);

    /// <summary>What makes the attributes of a build its own.</summary>
    public static string MarkOf(long number) => $"\"noTxPool\":false,\"mark\":\"{Marker.Text(number)}\"";

    public static string NewHead(long number) =>
        $$"""{"jsonrpc":"2.0","id":"{{Marker.Text(number)}}","method":"engine_forkchoiceUpdatedV3","params":"""
        + $$"""[{"headBlockHash":"{{Marker.BlockHash(number, false)}}","mark":"{{Marker.Text(number)}}"},null]}""";

    public static string GetPayload(long number) =>
        $$"""{"jsonrpc":"2.0","id":"{{Marker.Text(number)}}","method":"engine_getPayloadV4","params":["{{Marker.PayloadId(number, false)}}"]}""";

    public static string NewPayload(long number) =>
        $$"""{"jsonrpc":"2.0","id":"{{Marker.Text(number)}}","method":"engine_newPayloadV4","params":[{{Block(number, false)}},[],"0x",[]]}""";

    public static string Other(long number, int repeats) =>
        $$"""{"jsonrpc":"2.0","id":"{{Marker.Text(number)}}","method":"eth_fuzz","params":["{{Repeated(number, repeats)}}"]}""";

    /// <summary>The right answer of an upstream.</summary>
    public static string Answer(long number, string request, bool isBuilder)
    {
        var mark = $"\"{Marker.Text(number)}\"";
        var id = request.Contains("\"id\":" + mark, StringComparison.Ordinal) ? mark : "1";
        return $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{Result(number, request, isBuilder)}}}""";
    }

    /// <summary>The right result of an upstream.</summary>
    public static string Result(long number, string request, bool isBuilder)
    {
        var mark = $"\"mark\":\"{Marker.Text(number)}\"";
        if (request.Contains("engine_getPayload", StringComparison.Ordinal))
        {
            return $$"""{"executionPayload":{{Block(number, isBuilder)}},"executionRequests":[],{{BeaconRoot}},{{mark}}}""";
        }

        if (request.Contains("engine_newPayload", StringComparison.Ordinal))
        {
            return $$"""{"status":"VALID","latestValidHash":null,"validationError":null,{{mark}}}""";
        }

        if (request.Contains("engine_forkchoiceUpdated", StringComparison.Ordinal))
        {
            var isBuild = request.Contains("\"timestamp\"", StringComparison.Ordinal);
            var id = isBuild ? $"\"{Marker.PayloadId(number, isBuilder)}\"" : "null";
            return $$"""{"payloadStatus":{"status":"VALID","latestValidHash":null,"validationError":null},"payloadId":{{id}},{{mark}}}""";
        }

        // As long as its number says, up to some 100 KB: over the sizes of all buffers on the way.
        return $"\"{Repeated(number, (int)(number * 7919 % 6000) + 1)}\"";
    }

    private static string Repeated(long number, int times) => new StringBuilder().Insert(0, Marker.Text(number), times).ToString();

    private static string Block(long number, bool isBuilder)
    {
        var block = Between(Made, "\"executionPayload\":", ",\"executionRequests\"");
        return block.Replace(Hash, Marker.BlockHash(number, isBuilder), StringComparison.Ordinal)
            .Replace("\"blockNumber\"", $"\"mark\":\"{Marker.Text(number)}\",\"blockNumber\"", StringComparison.Ordinal);
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
