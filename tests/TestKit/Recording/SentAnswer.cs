using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>What a simulated client answered to a call.</summary>
/// <param name="HttpStatus">0 when the connection ended before an answer was written.</param>
/// <param name="Rpc">The call's outcome; null when HTTP refused it, there was none or it is too large to keep.</param>
public sealed record SentAnswer(int HttpStatus, RpcAnswer? Rpc)
{
    /// <summary>The result, or null.</summary>
    public JsonNode? Result => Rpc is { IsError: false } ? JsonNode.Parse(Rpc.Json.Span) : null;

    /// <summary>The code of the JSON-RPC error, or null.</summary>
    public int? ErrorCode
    {
        get
        {
            if (Rpc is not { IsError: true })
            {
                return null;
            }

            using var error = JsonDocument.Parse(Rpc.Json);
            return error.RootElement.GetProperty("code").GetInt32();
        }
    }
}
