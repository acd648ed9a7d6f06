using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sidecar.Contracts;

namespace Sidecar.TestKit;

/// <summary>From an HTTP request to its calls.</summary>
internal sealed class RequestReader(int recordedBytesMax)
{
    private const long MemoryAheadMax = 256 << 20;

    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, MemoryAheadMax));
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Reads one call or a batch; a body that is neither becomes one call without a method.</summary>
    public List<RpcRequest> Read(HttpContext http, ReadOnlyMemory<byte> body, out bool isBatch)
    {
        isBatch = false;
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return [Describe(http, body, default, false, RpcAnswer.Failed(EngineErrorCodes.ParseError, "parse error"))];
        }

        if (root.ValueKind != JsonValueKind.Array)
        {
            return [Member(http, body, root, isBatchMember: false)];
        }

        if (root.GetArrayLength() == 0)
        {
            var empty = RpcAnswer.Failed(EngineErrorCodes.InvalidRequest, "empty batch");
            return [Describe(http, body, default, false, empty)];
        }

        isBatch = true;
        return [.. root.EnumerateArray().Select(
            member => Member(http, JsonMarshal.GetRawUtf8Value(member).ToArray(), member, isBatchMember: true))];
    }

    private RpcRequest Member(HttpContext http, ReadOnlyMemory<byte> body, JsonElement json, bool isBatchMember)
    {
        var isCall = PayloadJson.Field(json, "method").ValueKind == JsonValueKind.String;
        var malformed = isCall ? null : RpcAnswer.Failed(EngineErrorCodes.InvalidRequest, "invalid request");
        return Describe(http, body, json, isBatchMember, malformed);
    }

    private RpcRequest Describe(
        HttpContext http, ReadOnlyMemory<byte> body, JsonElement json, bool isBatchMember, RpcAnswer? malformed)
    {
        var parameters = PayloadJson.Field(json, "params");
        var fits = body.Length <= recordedBytesMax;
        var id = PayloadJson.Field(json, "id");
        var call = new ReceivedCall
        {
            Method = malformed is null ? PayloadJson.Field(json, "method").GetString()! : "",
            Id = id.ValueKind == JsonValueKind.Undefined ? "" : id.GetRawText(),
            Params = fits ? parameters : default,
            Body = fits ? body : body[..Math.Min(1024, recordedBytesMax)].ToArray(),
            BodyLength = body.Length,
            BodySha256 = Convert.ToHexStringLower(SHA256.HashData(body.Span)),
            Headers = http.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            HttpMethod = http.Request.Method,
            Path = http.Request.Path + http.Request.QueryString,
            ConnectionId = http.Connection.Id,
            IsBatchMember = isBatchMember,
        };
        return new(call, parameters, malformed);
    }
}
