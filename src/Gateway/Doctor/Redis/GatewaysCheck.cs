using System.Globalization;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>Which gateways of the chain Redis knows, and the execution mode that they share.</summary>
internal sealed class GatewaysCheck(
    ConfigurationExamination setup, RedisProbe probe, RedisFacts facts, UpstreamFacts? local, TimeProvider time)
    : ICheck
{
    public string Name => "gateways";

    public string Subject => Subjects.Redis;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var cluster = setup.Settings.Cluster;
        if (!facts.IsUsable || (cluster.ChainId ?? local?.ChainId) is not { } chainId)
        {
            return CheckResult.NotMade;
        }

        var key = string.Create(
            CultureInfo.InvariantCulture, $"{cluster.ServiceId}/state/cluster/{GrainKeys.Cluster(chainId)}/cluster");
        var answer = await probe.AskAsync(database => database.HashGetAsync(key, "data"), cancellationToken);
        if (!answer.IsAnswered)
        {
            return CheckResult.Of(GatewaysJudgement.NotReadable(key));
        }

        if (!TryRead(answer.Value, out var state))
        {
            return CheckResult.Of(GatewaysJudgement.NotUnderstood(key));
        }

        return new([.. GatewaysJudgement.Judge(
            state, cluster.GatewayId, setup.Settings.Local.Url.Authority, time.GetUtcNow())]);
    }

    private static bool TryRead(string? text, out ClusterState state)
    {
        state = new();
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        try
        {
            state = JsonSerializer.Deserialize<ClusterState>(text) ?? state;
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return false;
        }
    }
}
