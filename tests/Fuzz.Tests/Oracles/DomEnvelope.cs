using System.Text.Json;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>What an answer to getPayload says, in words.</summary>
internal static class DomEnvelope
{
    /// <summary>The whole; null if there is no block that could be decided on.</summary>
    public static string? Read(byte[] body)
    {
        using var document = Dom.Parse(body);
        return document is null ? null : Read(document.RootElement);
    }

    /// <summary>The raw result; null if there is no block that could be decided on.</summary>
    public static string? Result(byte[] body)
    {
        using var document = Dom.Parse(body);
        return document is null || Read(document.RootElement) is null
            ? null
            : Dom.Raw(Dom.Last(document.RootElement, "result"));
    }

    /// <summary>An envelope in the same words.</summary>
    public static string Words(
        string result, string payload, string requests, string? root, bool hasBlobs, string fields) =>
        string.Join("\n    ", result, payload, requests, root, hasBlobs, fields);

    private static string? Read(JsonElement response)
    {
        if (response.ValueKind != JsonValueKind.Object || !Dom.IsPlain(response)
            || Dom.Last(response, "error").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return null;
        }

        var result = Dom.Last(response, "result");
        if (result.ValueKind != JsonValueKind.Object || !Dom.IsPlain(result))
        {
            return null;
        }

        var payload = Dom.Last(result, "executionPayload");
        if (DomPayload.Read(payload, mustBeComplete: true) is not { } fields)
        {
            return null;
        }

        var requests = Dom.Last(result, "executionRequests");
        return Words(
            Dom.Raw(result), Dom.Raw(payload), Dom.IsArray(requests) ? Dom.Raw(requests) : "",
            Dom.Data(Dom.Last(result, "parentBeaconBlockRoot"), 32), HasString(Dom.Last(result, "blobsBundle")), fields);
    }

    private static bool HasString(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => true,
        JsonValueKind.Array => element.EnumerateArray().Any(HasString),
        JsonValueKind.Object => element.EnumerateObject().Any(member => HasString(member.Value)),
        _ => false,
    };
}
