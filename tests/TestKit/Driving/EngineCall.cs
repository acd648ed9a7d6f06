using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>One exchange with an engine endpoint, as seen on the wire.</summary>
public sealed class EngineCall
{
    private readonly Lazy<JsonElement> _root;

    internal EngineCall() => _root = new(ParseBody);

    public required string Method { get; init; }

    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>0 when there was no whole answer; then <see cref="TransportError"/> says why.</summary>
    public int Status { get; init; }

    public string? ContentType { get; init; }

    public string? ContentEncoding { get; init; }

    /// <summary>Header values by name, in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body as it came, compressed if it was.</summary>
    public ReadOnlyMemory<byte> RawBody { get; init; }

    /// <summary>The body after decompression.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>From the first byte out to the last byte in.</summary>
    public double Milliseconds { get; init; }

    public Exception? TransportError { get; init; }

    /// <summary>The body as a read-only document; undefined when it is not JSON.</summary>
    public JsonElement Root => _root.Value;

    /// <summary>The body as a tree, new with every look; null when it is not JSON.</summary>
    public JsonNode? Json => Root.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(Body.Span);

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The <c>result</c> member; undefined when there is none.</summary>
    public JsonElement Result => PayloadJson.Field(Root, "result");

    public int? ErrorCode =>
        PayloadJson.IsSet(Root, "error", out var error) ? PayloadJson.Field(error, "code").GetInt32() : null;

    public string? ErrorMessage =>
        PayloadJson.IsSet(Root, "error", out var error) ? PayloadJson.Field(error, "message").GetString() : null;

    /// <summary>HTTP 200 with a result.</summary>
    public bool Succeeded => Status == 200 && Result.ValueKind != JsonValueKind.Undefined;

    public override string ToString() =>
        $"{Method} -> {Status} {TransportError?.Message}{BodyText[..Math.Min(BodyText.Length, 300)]}";

    private JsonElement ParseBody()
    {
        try
        {
            return JsonDocument.Parse(Body).RootElement;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
