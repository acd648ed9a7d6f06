using System.Text;
using Sidecar.Gateway.Tests.Fixtures;

namespace Sidecar.Fuzz.Tests.Mutation;

/// <summary>What mutations start from: the recorded exchanges, and a few forms that no recording has.</summary>
internal static class Corpus
{
    /// <summary>Recorded exchanges are small; what is made of them stays so, or a run would be all about size.</summary>
    public const int BytesMax = 64 * 1024;

    private static readonly string[] MoreRequests =
    [
        """[{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["0x0000000000000001"]},{"id":"a","method":"eth_chainId"}]""",
        """{"jsonrpc":"2.0","id":"\u0061\"b","method":"engine_\u0067etPayloadV3","params":["0x0000000000000001"],"extra":{"a":[1,2.5e-7,null,true]}}""",
        """{"jsonrpc":"2.0","method":"eth_subscribe","params":[]}""",
        """ [ 1, "x", null, { } , [ ] , {"method":"x","id":1e3} ] """,
        """{"jsonrpc":"2.0","id":1,"method":"engine_forkchoiceUpdatedV3","params":[{"headBlockHash":"0xa24df50a7f1a454304c00a6408ee1fbab37b2289d24a8459e1272bbf4b31c41d"},{"timestamp":"0x1","minBaseFee":7,"eip1559Params":"0x0000000800000002","noTxPool":true,"withdrawals":null}]}""",
    ];

    private static readonly string[] MoreResponses =
    [
        """{"jsonrpc":"2.0","id":1,"error":null,"result":{"status":"VALID","latestValidHash":null,"validationError":null}}""",
        """{"jsonrpc":"2.0","id":1,"result":{"status":"ACCEPTED"}}""",
        """{"jsonrpc":"2.0","id":1,"result":{"payloadId":null,"payloadStatus":{"status":"SYNCING"}}}""",
        """{"jsonrpc":"2.0","id":1,"result":false}""",
        """{"jsonrpc":"2.0","id":1,"result":{"startingBlock":"0x0","currentBlock":"0x1"}}""",
        """{"jsonrpc":"2.0","id":1,"result":{"number":"0x10","hash":"0xa24df50a7f1a454304c00a6408ee1fbab37b2289d24a8459e1272bbf4b31c41d","timestamp":"0x77359402","transactions":[]}}""",
        """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"nö","data":[[[]]]}}""",
    ];

    /// <summary>Bodies as callers send them.</summary>
    public static IReadOnlyList<byte[]> Requests { get; } =
        [.. EngineFixture.All.Select(fixture => fixture.Request), .. MoreRequests.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Bodies as upstreams send them.</summary>
    public static IReadOnlyList<byte[]> Responses { get; } =
        [.. EngineFixture.All.Select(fixture => fixture.Response), .. MoreResponses.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Answers that have a block.</summary>
    public static IReadOnlyList<byte[]> Payloads { get; } = Named("engine_getPayload");

    /// <summary>Answers that have a status.</summary>
    public static IReadOnlyList<byte[]> Statuses { get; } =
        [.. Named("engine_newPayload"), .. Named("engine_forkchoiceUpdated"), .. MoreResponses.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Everything, for pieces of one to get into another.</summary>
    public static IReadOnlyList<byte[]> All { get; } = [.. Requests, .. Responses];

    private static byte[][] Named(string part) =>
        [.. EngineFixture.All.Where(fixture => fixture.Name.Contains(part, StringComparison.Ordinal)).Select(f => f.Response)];
}
