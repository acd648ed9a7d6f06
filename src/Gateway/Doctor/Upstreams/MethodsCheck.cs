using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Which versions of the Engine API the client has.</summary>
internal sealed class MethodsCheck(UpstreamTarget target, UpstreamProbe probe, UpstreamFacts facts)
    : UpstreamCheck("methods", target)
{
    /// <summary>What we pass on or call ourselves. Clients answer the same whatever they are told.</summary>
    private static readonly string Ours = JsonSerializer.Serialize<string[][]>(
    [
        [
            "engine_forkchoiceUpdatedV1", "engine_forkchoiceUpdatedV2", "engine_forkchoiceUpdatedV3",
            "engine_getPayloadV2", "engine_getPayloadV3", "engine_getPayloadV4", "engine_getPayloadV5",
            "engine_newPayloadV2", "engine_newPayloadV3", "engine_newPayloadV4",
        ],
    ]);

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var reply = await probe.AskAsync("engine_exchangeCapabilities", Ours, cancellationToken);
        if (IfLost(reply) is { } lost)
        {
            return lost;
        }

        facts.Methods = MethodsJudgement.Read(reply);
        return CheckResult.Of(MethodsJudgement.Judge(Target, facts.Methods, reply, facts.Head));
    }
}
