namespace Sidecar.Gateway.Telemetry.Tracing;

/// <summary>Names and attributes of spans: the semantic conventions' where they have one, ours with <c>sidecar.</c>.</summary>
internal static class SpanText
{
    public const string SourceName = "Sidecar.Gateway";

    public const string RpcSystem = "rpc.system";
    public const string JsonRpc = "jsonrpc";
    public const string RpcMethod = "rpc.method";
    public const string ErrorType = "error.type";
    public const string StatusCode = "http.response.status_code";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string Upstream = "sidecar.upstream";
    public const string Call = "sidecar.call";
    public const string PayloadId = "sidecar.payload_id";
    public const string ParentHash = "sidecar.parent_hash";
    public const string BlockHash = "sidecar.block_hash";
    public const string BlockNumber = "sidecar.block_number";
    public const string Source = "sidecar.source";
    public const string Reason = "sidecar.reason";
    public const string IsRepeated = "sidecar.is_repeated";
    public const string TransactionCount = "sidecar.transaction_count";
    public const string GasUsed = "sidecar.gas_used";
}
