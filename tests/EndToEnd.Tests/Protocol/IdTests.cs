using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>An id comes back as the very bytes that were sent, whoever makes the answer.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "5")]
public sealed class IdTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private static readonly string[] Tokens =
    [
        "0", "-1", "1.0", "1.50e+2", "123456789012345678901234567890", "null", "\"\"", "\"1\"", "\"a\\u0062\\\"c\"",
        "\"é\"", "\"\\ud83d\\ude00\"", "\" \"",
    ];

    private readonly GatewayWithBuilder _setup = setup.Fresh();

    public static TheoryData<string> Ids => [.. Tokens];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Id_AnyToken_IsEchoedByLocalBuilderAndGateway(string id)
    {
        using var opNode = _setup.Gateway.OpNode();
        var head = await opNode.ReadHeadAsync();
        var forced = OpNodeDriver.FakeDeposit((ulong)Array.IndexOf(Tokens, id) + 1000);
        var attributes = opNode.Attributes(head, new BlockRequest { ForcedTransactions = [forced] });
        var updated = await opNode.ForkchoiceUpdatedAsync(head.Hash, attributes);
        var payloadId = updated.Result.GetProperty("payloadId").GetString();

        var builders = await PostAsync(id, "engine_getPayloadV4", $"[\"{payloadId}\"]");
        var again = await PostAsync(id, "engine_getPayloadV4", $"[\"{payloadId}\"]");
        var locals = await PostAsync(id, "engine_getPayloadV4", "[\"0x0000000000000bad\"]");
        var passed = await PostAsync(id, "eth_chainId", "[]");
        _setup.Local.Faults.On("engine_newPayloadV4", Fault.AbortOnArrival());
        var ours = await PostAsync(id, "engine_newPayloadV4", "[]");

        Assert.All(
            (EngineCall[])[builders, again, locals, passed, ours],
            call => Assert.StartsWith($"{{\"jsonrpc\":\"2.0\",\"id\":{id},", call.BodyText, StringComparison.Ordinal));
        Assert.True(builders.Succeeded && passed.Succeeded, builders.ToString());
        Assert.Equal(builders.BodyText, again.BodyText);
        Assert.Equal((-38001, 502), (locals.ErrorCode, ours.Status));
    }

    private Task<EngineCall> PostAsync(string id, string method, string parameters) =>
        _setup.Gateway.PostAsync($$"""{"method":"{{method}}","id" : {{id}} ,"params":{{parameters}}}""");
}
