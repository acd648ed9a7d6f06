using System.Text.Json;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Which client it is.</summary>
internal sealed class ClientCheck(UpstreamTarget target, UpstreamProbe probe) : UpstreamCheck("client", target)
{
    /// <summary>execution-apis, identification.md: who asks says who it is.</summary>
    private static readonly string Ours =
        $$"""[{"code":"SC","name":"sidecar-doctor","version":"{{ProductVersion.Text}}","commit":"0x00000000"}]""";

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var reply = await probe.AskAsync("engine_getClientVersionV1", Ours, cancellationToken);
        if (IfLost(reply) is { } lost)
        {
            return lost;
        }

        var client = ClientJudgement.ReadEngine(reply);
        if (client is null)
        {
            reply = await probe.AskAsync("web3_clientVersion", "[]", cancellationToken);
            client = reply.Result is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }

        return CheckResult.Of(ClientJudgement.Judge(client));
    }
}
