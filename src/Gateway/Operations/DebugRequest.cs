using System.Runtime.InteropServices;
using System.Text.Json;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Operations;

/// <summary>One call of the debug API, read as leniently as is unambiguous.</summary>
internal readonly struct DebugRequest
{
    private static readonly string[] ModeKeys = ["execution_mode", "executionMode", "mode"];

    private readonly JsonElement _id;
    private readonly JsonElement _params;

    private DebugRequest(JsonElement id, JsonElement parameters, DebugMethod method)
    {
        _id = id;
        _params = parameters;
        Method = method;
    }

    public DebugMethod Method { get; }

    /// <summary>A request without an id, which gets no answer.</summary>
    public bool IsNotification => _id.ValueKind == JsonValueKind.Undefined;

    /// <summary>The id as it was sent, byte for byte.</summary>
    public ReadOnlySpan<byte> RawId => IsNotification ? "null"u8 : JsonMarshal.GetRawUtf8Value(_id);

    /// <summary>False if it is not a JSON-RPC 2.0 request.</summary>
    public static bool TryRead(JsonElement element, out DebugRequest request)
    {
        request = default;
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("jsonrpc"u8, out var version) || Text(version) != "2.0"
            || !element.TryGetProperty("method"u8, out var method) || Text(method) is not { } name)
        {
            return false;
        }

        if (element.TryGetProperty("id"u8, out var id)
            && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
        {
            return false;
        }

        element.TryGetProperty("params"u8, out var parameters);
        request = new(id, parameters, MethodOf(name));
        return true;
    }

    /// <summary>Reads <c>[{"execution_mode": mode}]</c>, the bare object, <c>[mode]</c> or the bare word.</summary>
    public bool TryReadMode(out ExecutionMode mode)
    {
        var value = _params;
        if (value.ValueKind == JsonValueKind.Array)
        {
            if (value.GetArrayLength() != 1)
            {
                mode = default;
                return false;
            }

            value = value[0];
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            value = ModeProperty(value);
        }

        return ExecutionModeText.TryParse(Text(value), out mode);
    }

    private static DebugMethod MethodOf(string name) => name switch
    {
        "debug_setExecutionMode" or "debug_set_execution_mode" => DebugMethod.SetExecutionMode,
        "debug_getExecutionMode" or "debug_get_execution_mode" => DebugMethod.GetExecutionMode,
        _ => DebugMethod.Unknown,
    };

    private static JsonElement ModeProperty(JsonElement value)
    {
        foreach (var key in ModeKeys)
        {
            if (value.TryGetProperty(key, out var found))
            {
                return found;
            }
        }

        return default;
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair is JSON but not text.
            return null;
        }
    }
}
