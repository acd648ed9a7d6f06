using System.Text.Json;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Operations;

/// <summary>Writes the answers of the debug API.</summary>
internal static class DebugAnswer
{
    public static void WriteMode(Utf8JsonWriter json, ReadOnlySpan<byte> rawId, ExecutionMode mode)
    {
        WriteStart(json, rawId);
        json.WriteStartObject("result"u8);
        json.WriteString("execution_mode"u8, mode.ToText());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteError(Utf8JsonWriter json, ReadOnlySpan<byte> rawId, DebugError error)
    {
        WriteStart(json, rawId);
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStart(Utf8JsonWriter json, ReadOnlySpan<byte> rawId)
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc"u8, "2.0"u8);
        json.WritePropertyName("id"u8);

        // The parser accepted it; the caller wants back the very bytes.
        json.WriteRawValue(rawId, skipInputValidation: true);
    }
}
