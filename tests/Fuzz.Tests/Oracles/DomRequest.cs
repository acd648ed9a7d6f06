using System.Text;
using System.Text.Json;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>What a body is as a JSON-RPC request or batch.</summary>
/// <param name="IsJson">Whether it is JSON within the depth.</param>
/// <param name="IsJsonAtAll">Whether it is JSON of any depth.</param>
/// <param name="IsNoText">Whether a name in it holds half a surrogate pair where that matters.</param>
/// <param name="IsBatch">Whether it is a list.</param>
/// <param name="Calls">Its requests, in words; null for members that are none.</param>
internal sealed record DomRequest(
    bool IsJson, bool IsJsonAtAll, bool IsNoText, bool IsBatch, IReadOnlyList<string?> Calls)
{
    /// <summary>The longest method name that is read, and the longest text it is read from.</summary>
    private const int MethodBytesMax = 128;

    private static readonly string[] Known = ["method", "id", "params", "jsonrpc"];

    public static DomRequest Read(byte[] body, int depthMax)
    {
        using var document = Dom.Parse(body, depthMax);
        if (document is null)
        {
            using var deep = Dom.Parse(body, 1_000_000);
            return new DomRequest(false, deep is not null, false, false, []);
        }

        try
        {
            var root = document.RootElement;
            var calls = Dom.IsArray(root) ? root.EnumerateArray().Select(ReadCall) : [ReadCall(root)];
            return new DomRequest(true, true, false, Dom.IsArray(root), [.. calls]);
        }
        catch (InvalidOperationException)
        {
            return new DomRequest(true, true, true, false, []);
        }
    }

    /// <summary>A located request in the same words.</summary>
    public static string Words(string raw, string id, string method, string parameters, bool hasUnknown) =>
        string.Join("\n    ", raw, id, method, parameters, hasUnknown);

    private static string? ReadCall(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var found = Known.ToDictionary(name => name, _ => new List<JsonElement>());
        var hasUnknown = false;
        foreach (var member in element.EnumerateObject())
        {
            var name = Array.Find(Known, known => member.NameEquals(known));
            hasUnknown |= name is null;
            if (name is not null)
            {
                found[name].Add(member.Value);
            }
        }

        var isWrong = found["method"].Count != 1 || found.Values.Any(values => values.Count > 1)
            || found["id"].Any(
                id => id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null));
        return isWrong || MethodOf(found["method"][0]) is not { } method
            ? null
            : Words(
                Dom.Raw(element), Dom.Raw(found["id"].SingleOrDefault()), method, Dom.Raw(found["params"].SingleOrDefault()),
                hasUnknown);
    }

    /// <summary>The name, "" if it is too long to be one of ours, null if it is no text.</summary>
    private static string? MethodOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        if (Dom.Raw(value).Length - 2 > MethodBytesMax * 6)
        {
            return "";
        }

        try
        {
            var name = value.GetString()!;
            return Encoding.UTF8.GetByteCount(name) > MethodBytesMax ? "" : name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
