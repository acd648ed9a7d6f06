using System.Text.Json.Nodes;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>
/// Sends the client a forkchoiceUpdated without attributes that names the head, safe and finalized block it has.
/// </summary>
/// <remarks>
/// OP Stack clients let an update set the head back. One that names a head of a moment ago would do that if a block
/// came in between, so it is sent only where nothing has moved for a while, and only on demand.
/// </remarks>
internal sealed class ForkchoiceCheck(UpstreamTarget target, UpstreamProbe probe, TimeProvider time)
    : UpstreamCheck("forkchoice", target)
{
    private const string NoBlock = "0x0000000000000000000000000000000000000000000000000000000000000000";

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var safe = await BlockAsync("safe", cancellationToken);
        var finalized = await BlockAsync("finalized", cancellationToken);
        if (await BlockAsync("latest", cancellationToken) is not { } head)
        {
            return CheckResult.NotMade;
        }

        if (ForkchoiceJudgement.Moves(head, time.GetUtcNow()) is { } moves)
        {
            return CheckResult.Of(moves);
        }

        var state = new JsonObject
        {
            ["headBlockHash"] = head.Hash,
            ["safeBlockHash"] = safe?.Hash ?? NoBlock,
            ["finalizedBlockHash"] = finalized?.Hash ?? NoBlock,
        };
        var reply = await probe.AskAsync(
            "engine_forkchoiceUpdatedV3", $"[{state.ToJsonString()},null]", cancellationToken);
        return IfLost(reply) ?? CheckResult.Of(ForkchoiceJudgement.Judge(reply));
    }

    private async Task<HeadFacts?> BlockAsync(string label, CancellationToken cancellationToken) =>
        HeadFacts.Read(await probe.AskAsync("eth_getBlockByNumber", $"""["{label}",false]""", cancellationToken));
}
