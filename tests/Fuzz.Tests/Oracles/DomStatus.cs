using System.Text.Json;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>What an answer to newPayload or forkchoiceUpdated says, in words.</summary>
internal static class DomStatus
{
    /// <summary>Status, payload id and whether it is an error.</summary>
    public static string Read(byte[] body)
    {
        var (result, error) = ReadResponse(body);
        if (result is null)
        {
            return Words("Unknown", null, false);
        }

        if (error.Length > 0 || result.Length == 0)
        {
            return Words("Unknown", null, true);
        }

        using var document = Dom.Parse(System.Text.Encoding.Latin1.GetBytes(result));
        return document!.RootElement is { ValueKind: JsonValueKind.Object } root && Dom.IsPlain(root)
            ? ReadResult(root)
            : Words("Unknown", null, false);
    }

    /// <summary>The raw result and the raw error of a response; null if it is none.</summary>
    public static (string? Result, string Error) ReadResponse(byte[] body)
    {
        using var document = Dom.Parse(body);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root || !Dom.IsPlain(root))
        {
            return (null, "");
        }

        var error = Dom.Last(root, "error");
        var result = Dom.Raw(Dom.Last(root, "result"));
        var errorText = error.ValueKind == JsonValueKind.Null ? "" : Dom.Raw(error);
        return result.Length + errorText.Length == 0 ? (null, "") : (result, errorText);
    }

    public static string Words(string status, string? payloadId, bool isError) => $"{status} {payloadId} {isError}";

    /// <summary>Of a status and a payloadStatus beside it, the later one counts.</summary>
    private static string ReadResult(JsonElement result)
    {
        var status = "Unknown";
        foreach (var member in result.EnumerateObject())
        {
            status = Dom.Name(member) switch
            {
                "status" => StatusOf(member.Value),
                "payloadStatus" => Inner(member.Value),
                _ => status,
            };
        }

        return Words(status, Dom.Data(Dom.Last(result, "payloadId"), 8), false);
    }

    private static string Inner(JsonElement status) =>
        status.ValueKind == JsonValueKind.Object && Dom.IsPlain(status) ? StatusOf(Dom.Last(status, "status")) : "Unknown";

    private static string StatusOf(JsonElement status) => Dom.PlainText(status) switch
    {
        "VALID" => "Valid",
        "SYNCING" => "Syncing",
        "ACCEPTED" => "Accepted",
        "INVALID" or "INVALID_BLOCK_HASH" or "INVALID_TERMINAL_BLOCK" => "Invalid",
        _ => "Unknown",
    };
}
