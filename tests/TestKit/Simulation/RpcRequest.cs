using System.Text.Json;

namespace Sidecar.TestKit;

/// <summary>A call being answered: its record and its parameters, which the record may be too small to hold.</summary>
internal sealed record RpcRequest(ReceivedCall Call, JsonElement Params, RpcAnswer? Malformed);
