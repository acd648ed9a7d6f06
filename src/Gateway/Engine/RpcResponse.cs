using System.Buffers;
using System.Text.Json;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>A JSON-RPC response, located: either a result or an error.</summary>
/// <param name="Result">The raw result; empty if there is none.</param>
/// <param name="Error">The raw error object; empty if there is none.</param>
internal readonly record struct RpcResponse(ReadOnlySequence<byte> Result, ReadOnlySequence<byte> Error)
{
    public bool HasResult => !Result.IsEmpty && Error.IsEmpty;

    /// <summary>Locates both; false if the bytes are not one JSON object with one of them, said once.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> body, out RpcResponse response)
    {
        response = default;
        if (body.IsEmpty)
        {
            return false;
        }

        try
        {
            return TryReadCore(body, out response);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadCore(in ReadOnlySequence<byte> body, out RpcResponse response)
    {
        ReadOnlySequence<byte> result = default;
        ReadOnlySequence<byte> error = default;
        response = default;
        var reader = JsonSlices.Reader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var names = new MemberNames();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref reader))
            {
                return false;
            }

            if (JsonSlices.TextIs(ref reader, "result"u8))
            {
                result = JsonSlices.ReadRawValue(ref reader, body);
            }
            else if (JsonSlices.TextIs(ref reader, "error"u8))
            {
                // Some servers send "error": null beside a result.
                error = JsonSlices.ReadRawValue(ref reader, body);
                error = reader.TokenType == JsonTokenType.Null ? default : error;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        reader.Read();
        response = new RpcResponse(result, error);
        return !result.IsEmpty || !error.IsEmpty;
    }
}
