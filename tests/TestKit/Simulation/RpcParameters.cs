using System.Text.Json;
using Sidecar.Contracts;

namespace Sidecar.TestKit;

/// <summary>Positional parameters with geth's complaints.</summary>
internal static class RpcParameters
{
    public static JsonElement At(JsonElement parameters, int index)
    {
        RequireCount(parameters, index + 1);
        return parameters[index];
    }

    public static JsonElement OptionalAt(JsonElement parameters, int index) =>
        Count(parameters) > index ? parameters[index] : default;

    public static void RequireCount(JsonElement parameters, int count)
    {
        var given = Count(parameters);
        if (given < count)
        {
            throw new RpcException(EngineErrorCodes.InvalidParams, $"missing value for required argument {given}");
        }
    }

    private static int Count(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Array ? parameters.GetArrayLength() : 0;
}
