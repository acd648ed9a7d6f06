namespace Sidecar.TestKit;

/// <summary>Ends the handling of one call with a JSON-RPC error.</summary>
internal sealed class RpcException(int code, string message) : Exception(message)
{
    public int Code => code;
}
