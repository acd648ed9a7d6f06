using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Fallback;

/// <summary>Only VALID is valid.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "22")]
public sealed class ValidationTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private static readonly Dictionary<string, (Fault Fault, string Source)> Answers = new()
    {
        ["SYNCING"] = (Fault.Status("SYNCING"), "local:not_valid"),
        ["ACCEPTED"] = (Fault.Status("ACCEPTED"), "local:not_valid"),
        ["INVALID"] = (Fault.Status("INVALID", "bad block"), "local:not_valid"),
        ["INVALID_BLOCK_HASH"] = (Fault.Status("INVALID_BLOCK_HASH"), "local:not_valid"),
        ["INVALID_TERMINAL_BLOCK"] = (Fault.Status("INVALID_TERMINAL_BLOCK"), "local:not_valid"),
        ["lower case"] = (Fault.Status("valid"), "local:not_valid"),
        ["longer"] = (Fault.Status("VALIDATED"), "local:not_valid"),
        ["no string"] = (Fault.ResultOf(new JsonObject { ["status"] = true }), "local:not_valid"),
        ["no status"] = (Fault.ResultOf(new JsonObject { ["latestValidHash"] = null }), "local:not_valid"),
        ["null"] = (Fault.ResultOf(null), "local:not_valid"),
        ["internal error"] = (Fault.RpcError(-32603, "Internal error"), "local:validation_failed"),
        ["unsupported fork"] = (Fault.RpcError(-38005, "Unsupported fork"), "local:validation_failed"),
        ["http 500"] = (Fault.HttpStatus(500), "local:validation_failed"),
        ["http 503 that says VALID"] = (Fault.RawAnswer(
            503, "application/json", """{"jsonrpc":"2.0","id":1,"result":{"status":"VALID"}}"""u8.ToArray()),
            "local:validation_failed"),
        ["no JSON"] = (Fault.RawAnswer(200, "application/json", "VALID"u8.ToArray()), "local:not_valid"),
    };

    public static TheoryData<string> Names => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task GetPayload_LocalDoesNotSayValid_AnswersLocalsBlock(string name)
    {
        var rig = fixture.Rig;
        await rig.MakeUntilBuilderIsUsedAsync(TimeSpan.Zero);
        var (fault, source) = Answers[name];

        // The first newPayload of a block is the gateway's; the second is op-node's.
        using var rule = rig.Local.Faults.On("engine_newPayload", fault, times: 1);
        var refused = await rig.MakeBlockAsync();
        var accepted = await rig.MakeBlockAsync();

        Assert.Equal(1, rule.Hits);
        Assert.Equal(source, refused.Source);
        Assert.Equal(MadeBlock.Builder, accepted.Source);
    }

    [Fact]
    public async Task GetPayload_BuilderBlockAnswered_LocalSaidValidBeforeToThoseBytes()
    {
        var rig = fixture.Rig;

        var made = (await rig.MakeUntilBuilderIsUsedAsync(TimeSpan.Zero))[^1];

        var calls = await rig.Local.WaitForCallAsync(
            call => call.Is("engine_newPayload") && call.BlockHash() == made.Block.Hash, count: 2);
        Assert.Equal("VALID", (string?)calls[0].Answer?.Result?["status"]);
        Assert.Equal(made.Block.Payload.GetRawText(), calls[0].Params[0].GetRawText());
    }
}
