using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Hosting.WarmUp;

/// <summary>The calls and answers of a rehearsal: a chain that stands still, on which one block after another is built.</summary>
internal static class RehearsalChain
{
    private const string Zero = "0x0000000000000000000000000000000000000000000000000000000000000000";
    private const string Head = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string FeeRecipient = "0x4200000000000000000000000000000000000011";
    private const string Status = $$"""{"status":"VALID","latestValidHash":"{{Head}}","validationError":null}""";

    /// <summary>Some transactions of a common length: a reader's work depends on it.</summary>
    private static readonly string Transactions =
        string.Join(',', Enumerable.Repeat($"\"0x02{new string('a', 400)}\"", 16));

    public static byte[] StartBuild(int block) => Call(
        "engine_forkchoiceUpdatedV3",
        $$"""
        {{State}},{"timestamp":"{{Timestamp(block)}}","prevRandao":"{{Zero}}","suggestedFeeRecipient":"{{FeeRecipient}}","withdrawals":[],"parentBeaconBlockRoot":"{{Zero}}","transactions":[],"noTxPool":false,"gasLimit":"0x3938700"}
        """);

    public static byte[] GetPayload(int block) => Call("engine_getPayloadV4", $"\"{PayloadId(block)}\"");

    public static byte[] NewPayload(int block) => Call("engine_newPayloadV4", $"{Payload(block)},[],\"{Zero}\",[]");

    public static byte[] SetHead() => Call("engine_forkchoiceUpdatedV3", $"{State},null");

    public static byte[] BuildStarted(int block) => Answer($$"""{"payloadStatus":{{Status}},"payloadId":"{{PayloadId(block)}}"}""");

    public static byte[] HeadSet() => Answer($$"""{"payloadStatus":{{Status}},"payloadId":null}""");

    public static byte[] PayloadGot(int block) => Answer(
        $$"""{"executionPayload":{{Payload(block)}},"blockValue":"0x1","blobsBundle":{"commitments":[],"proofs":[],"blobs":[]},"shouldOverrideBuilder":false,"parentBeaconBlockRoot":"{{Zero}}","executionRequests":[]}""");

    public static byte[] PayloadValid() => Answer(Status);

    /// <summary>What a head poll is told.</summary>
    public static byte[] LatestBlock(DateTimeOffset now) => Answer(string.Create(
        CultureInfo.InvariantCulture, $$"""{"number":"0x64","hash":"{{Head}}","timestamp":"0x{{now.ToUnixTimeSeconds():x}}"}"""));

    public static byte[] No() => Answer("false");

    private static string State =>
        $$"""{"headBlockHash":"{{Head}}","safeBlockHash":"{{Head}}","finalizedBlockHash":"{{Head}}"}""";

    private static string PayloadId(int block) => $"0x{block:x16}";

    private static string Timestamp(int block) => $"0x{0x65000000 + block:x}";

    private static string Payload(int block) =>
        $$"""{"parentHash":"{{Head}}","feeRecipient":"{{FeeRecipient}}","stateRoot":"{{Zero}}","receiptsRoot":"{{Zero}}","logsBloom":"0x{{new string('0', 512)}}","prevRandao":"{{Zero}}","blockNumber":"0x65","gasLimit":"0x3938700","gasUsed":"0x5208","timestamp":"{{Timestamp(block)}}","extraData":"0x00000000fa00000006","baseFeePerGas":"0x1","blockHash":"0x{{block:x64}}","transactions":[{{Transactions}}],"withdrawals":[],"blobGasUsed":"0x0","excessBlobGas":"0x0","withdrawalsRoot":"{{Zero}}"}""";

    private static byte[] Call(string method, string parameters) =>
        Encoding.ASCII.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":[{{parameters}}]}""");

    private static byte[] Answer(string result) => Encoding.ASCII.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}""");
}
