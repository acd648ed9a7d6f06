using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.MicroBench;

/// <summary>A recorded block, made as large as is asked for by more transactions.</summary>
internal static class Payloads
{
    /// <summary>An answer to getPayload of about this many bytes.</summary>
    public static byte[] Response(int bytes)
    {
        var response = JsonNode.Parse(Recorded())!;
        var transactions = response["result"]!["executionPayload"]!["transactions"]!.AsArray();
        var transaction = transactions[^1]!.GetValue<string>();
        var missing = (bytes - response.ToJsonString().Length) / (transaction.Length + 3);
        for (var i = 0; i < missing; i++)
        {
            transactions.Add(transaction);
        }

        return Encoding.UTF8.GetBytes(response.ToJsonString());
    }

    /// <summary>A newPayload with the same block.</summary>
    public static byte[] NewPayload(int bytes)
    {
        var payload = JsonNode.Parse(Response(bytes))!["result"]!["executionPayload"]!.ToJsonString();
        return Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","id":1,"method":"engine_newPayloadV4","params":[{{payload}},[],"0x{{new string('0', 64)}}",[]]}""");
    }

    /// <summary>The bytes as they lie after they came over a connection: in pooled memory, in one piece or in several.</summary>
    public static BodyLease Body(byte[] bytes, bool isInPieces)
    {
        var body = new PooledBody(isInPieces ? 0 : bytes.Length);
        body.Write(new ReadOnlySequence<byte>(bytes));
        return body.Complete();
    }

    private static string Recorded()
    {
        using var stream = typeof(Payloads).Assembly.GetManifestResourceStream("payload")!;
        using var exchange = JsonDocument.Parse(stream);
        return exchange.RootElement.GetProperty("response").GetProperty("bodyText").GetString()!;
    }
}
