using System.Text.Json;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>What a received engine call is about.</summary>
internal static class WireCalls
{
    /// <summary>Whether it is a forkchoiceUpdated that starts a build.</summary>
    public static bool HasAttributes(this ReceivedCall call) =>
        call.Is("engine_forkchoiceUpdated") && call.Params.GetArrayLength() > 1
        && call.Params[1].ValueKind == JsonValueKind.Object;

    /// <summary>The head of a forkchoiceUpdated or the block of a newPayload.</summary>
    public static string BlockHash(this ReceivedCall call) => call.Params[0]
        .GetProperty(call.Is("engine_newPayload") ? "blockHash" : "headBlockHash").GetString()!;

    /// <summary>Whether it names this block as new or as head.</summary>
    public static bool IsAbout(this ReceivedCall call, string blockHash) =>
        (call.Is("engine_newPayload") || call.Is("engine_forkchoiceUpdated")) && call.BlockHash() == blockHash;
}
