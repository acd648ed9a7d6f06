using System.Globalization;
using System.Text;
using Sidecar.Bench.Blocks;

namespace Sidecar.Bench.Load;

/// <summary>The calls as op-node writes them.</summary>
internal static class EngineCalls
{
    public static EngineRequest ChainId() =>
        Request("""{"jsonrpc":"2.0","id":1000001,"method":"eth_chainId","params":[]}""");

    /// <summary>Without attributes: the head moves, nothing is built.</summary>
    public static EngineRequest ForkchoiceUpdated() => Request(ForkchoiceUpdated("null"));

    /// <summary>Starts the build that the timestamp stands for.</summary>
    public static EngineRequest ForkchoiceUpdated(uint timestamp) => Request(ForkchoiceUpdated(
        $$"""{"timestamp":"0x{{Hex(timestamp)}}","prevRandao":"{{ChainFacts.Zero}}","suggestedFeeRecipient":"{{ChainFacts.FeeRecipient}}","withdrawals":[],"parentBeaconBlockRoot":"{{ChainFacts.Zero}}","transactions":["{{ChainFacts.ForcedTransaction}}"],"noTxPool":false,"gasLimit":"{{ChainFacts.GasLimit}}","eip1559Params":"0x0000000000000000"}"""));

    /// <summary>Fetches the build that the timestamp stands for, by local's id.</summary>
    public static EngineRequest GetPayload(uint timestamp) => Request(
        $$"""{"jsonrpc":"2.0","id":1000001,"method":"engine_getPayloadV4","params":["{{PayloadId(timestamp, BlockMaker.Local)}}"]}""");

    /// <summary>The body of a newPayload around a payload of ours; the payload begins at the offset.</summary>
    public static (EngineRequest Request, int PayloadAt) NewPayload(PayloadJson payload)
    {
        const string Head = """{"jsonrpc":"2.0","id":1000001,"method":"engine_newPayloadV4","params":[""";
        const string Tail = $"""
            ,[],"{ChainFacts.Zero}",[]]{"}"}
            """;
        byte[] body = [.. Encoding.ASCII.GetBytes(Head), .. payload.Bytes, .. Encoding.ASCII.GetBytes(Tail)];
        return (new EngineRequest(body), Head.Length);
    }

    /// <summary>Tells a stub how to answer from now on.</summary>
    /// <param name="payloadBytes">Size of its payloads.</param>
    /// <param name="think">What getPayload and newPayload take it.</param>
    public static EngineRequest Script(int payloadBytes, TimeSpan think) => Request(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"jsonrpc":"2.0","id":1,"method":"bench_script","params":[{{payloadBytes}},{{think.TotalMilliseconds:0}}]}"""));

    /// <summary>Whether an answer to getPayload is the builder's block: the maker stands in its hash.</summary>
    public static bool IsBuilders(ReadOnlySpan<byte> answerStart) => answerStart.IndexOf("\"blockHash\":\"0xbb"u8) >= 0;

    public static string PayloadId(uint timestamp, BlockMaker maker) =>
        $"0x{(byte)maker:x2}000000{Hex(timestamp)}";

    private static string ForkchoiceUpdated(string attributes) =>
        $$"""{"jsonrpc":"2.0","id":1000001,"method":"engine_forkchoiceUpdatedV3","params":[{"headBlockHash":"{{ChainFacts.HeadHash}}","safeBlockHash":"{{ChainFacts.HeadHash}}","finalizedBlockHash":"{{ChainFacts.HeadHash}}"},{{attributes}}]}""";

    private static EngineRequest Request(string json) => new(Encoding.ASCII.GetBytes(json));

    private static string Hex(uint timestamp) => timestamp.ToString("x8", CultureInfo.InvariantCulture);
}
