using System.Text.Json;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>Looks at spliced JSON without putting it together.</summary>
internal static class JsonSplices
{
    /// <summary>Whether the whole is one JSON object, so that it can stand in a list without breaking it.</summary>
    public static bool IsObject(in JsonSplice splice)
    {
        // What has a head of ours was put together from located JSON.
        if (!splice.Head.IsEmpty)
        {
            return true;
        }

        if (splice.Body.IsEmpty)
        {
            return false;
        }

        try
        {
            var reader = JsonSlices.Reader(splice.Body);
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            reader.Read();
            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
