using System.Text.Json;
using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Endpoint;

public sealed class RefusalTests
{
    private static readonly Dictionary<string, Refusal> Refusals = new()
    {
        ["disconnected"] = Refusal.Disconnected,
        ["too slow"] = Refusal.TooSlow,
        ["method"] = Refusal.HttpMethod,
        ["content type"] = Refusal.ContentType,
        ["content encoding"] = Refusal.ContentEncoding,
        ["bad compression"] = Refusal.BadCompression,
        ["malformed"] = Refusal.Malformed,
        ["invalid"] = Refusal.InvalidRequest,
        ["unauthorized"] = Refusal.Unauthorized("why \"so\""),
        ["too large"] = Refusal.TooLarge(1234),
        ["too deep"] = Refusal.TooDeep(64),
        ["batch"] = Refusal.BatchTooLong(2000),
        ["bad http"] = Refusal.BadHttp(431),
    };

    [Theory]
    [InlineData("disconnected", 400, -32600, RefusalReason.Disconnected)]
    [InlineData("too slow", 408, -32600, RefusalReason.TooSlow)]
    [InlineData("method", 405, -32600, RefusalReason.HttpMethod)]
    [InlineData("content type", 415, -32600, RefusalReason.ContentType)]
    [InlineData("content encoding", 415, -32600, RefusalReason.ContentType)]
    [InlineData("bad compression", 400, -32700, RefusalReason.Malformed)]
    [InlineData("malformed", 200, -32700, RefusalReason.Malformed)]
    [InlineData("invalid", 200, -32600, RefusalReason.InvalidRequest)]
    [InlineData("unauthorized", 401, -32000, RefusalReason.Unauthorized)]
    [InlineData("too large", 413, -32600, RefusalReason.TooLarge)]
    [InlineData("too deep", 200, -32600, RefusalReason.TooDeep)]
    [InlineData("batch", 200, -32600, RefusalReason.Batch)]
    [InlineData("bad http", 431, -32600, RefusalReason.Malformed)]
    public void ToAnswer_Refusal_IsAJsonRpcErrorWithItsStatusAndTheCallersId(
        string name, int status, int code, object reason)
    {
        using var answer = Refusals[name].ToAnswer(Segmented.Whole("\"id\""));

        using var json = JsonDocument.Parse(WalkHost.Text(answer));
        var error = json.RootElement.GetProperty("error");
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal("id", json.RootElement.GetProperty("id").GetString());
        Assert.Equal(Refusals[name].Message, error.GetProperty("message").GetString());
        Assert.Equal(reason, Refusals[name].Reason);
    }

    [Fact]
    public void ToAnswer_NoIdKnown_SaysNull()
    {
        using var answer = Refusal.Malformed.ToAnswer(default);

        Assert.StartsWith("""{"jsonrpc":"2.0","id":null,"error":""", WalkHost.Text(answer), StringComparison.Ordinal);
    }
}
