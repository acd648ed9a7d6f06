using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>A made-up payload status in the shape that the method answers with.</summary>
internal static class StatusAnswer
{
    public static RpcAnswer For(ReceivedCall call, string status, string? validationError)
    {
        var isUpdate = call.Is("engine_forkchoiceUpdated");
        var latestValidHash = status == "VALID" ? NamedBlock(call, isUpdate ? "headBlockHash" : "blockHash") : null;
        var payloadStatus = PayloadStatusJson.Of(status, latestValidHash);
        payloadStatus["validationError"] = validationError;
        return RpcAnswer.Of(isUpdate
            ? new JsonObject { ["payloadStatus"] = payloadStatus, ["payloadId"] = null }
            : payloadStatus);
    }

    private static string? NamedBlock(ReceivedCall call, string member)
    {
        var first = RpcParameters.OptionalAt(call.Params, 0);
        return PayloadJson.Field(first, member) is { ValueKind: JsonValueKind.String } hash ? hash.GetString() : null;
    }
}
