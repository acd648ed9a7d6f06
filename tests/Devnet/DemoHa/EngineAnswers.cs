using System.Text.Json;
using Sidecar.TestKit;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Reads of an answer what op-node needs to go on.</summary>
internal static class EngineAnswers
{
    /// <summary>Of forkchoiceUpdated with attributes; null when no build was started.</summary>
    public static string? PayloadIdOf(EngineCall call) =>
        call.Succeeded && call.Result.TryGetProperty("payloadId", out var id) ? id.GetString() : null;

    /// <summary>Of getPayload; null when it has none.</summary>
    public static JsonElement? PayloadOf(EngineCall call) =>
        call.Succeeded && call.Result.TryGetProperty("executionPayload", out var payload) ? payload : null;

    public static string? BlockHashOf(EngineCall call) => PayloadOf(call)?.GetProperty("blockHash").GetString();

    /// <summary>Whether newPayload or forkchoiceUpdated was answered VALID.</summary>
    public static bool IsValid(EngineCall call)
    {
        if (!call.Succeeded)
        {
            return false;
        }

        var status = call.Result.TryGetProperty("payloadStatus", out var inner) ? inner : call.Result;
        return status.TryGetProperty("status", out var text) && text.GetString() == "VALID";
    }
}
