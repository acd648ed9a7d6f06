using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>One call's outcome: a member name, <c>result</c> or <c>error</c>, and its JSON.</summary>
public sealed record RpcAnswer
{
    private RpcAnswer(bool isError, ReadOnlyMemory<byte> json) => (IsError, Json) = (isError, json);

    public bool IsError { get; }

    public ReadOnlyMemory<byte> Json { get; }

    public static RpcAnswer Of(JsonNode? result) => new(false, JsonSerializer.SerializeToUtf8Bytes(result));

    public static RpcAnswer OfBytes(ReadOnlyMemory<byte> result) => new(false, result);

    public static RpcAnswer Failed(int code, string message, JsonNode? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null)
        {
            error["data"] = data.DeepClone();
        }

        return new(true, JsonSerializer.SerializeToUtf8Bytes(error));
    }
}
