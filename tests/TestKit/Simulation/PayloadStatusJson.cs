using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>PayloadStatusV1.</summary>
internal static class PayloadStatusJson
{
    public static JsonObject Of(string status, string? latestValidHash = null) =>
        new() { ["status"] = status, ["latestValidHash"] = latestValidHash, ["validationError"] = null };

    public static JsonObject Invalid(string? latestValidHash, string validationError) => new()
    {
        ["status"] = "INVALID",
        ["latestValidHash"] = latestValidHash,
        ["validationError"] = validationError,
    };
}
