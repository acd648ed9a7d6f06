using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Cluster;

/// <summary>Who this gateway is in the cluster, and which chain it serves.</summary>
internal sealed class ClusterIdentity
{
    private readonly TaskCompletionSource<ulong> _chainId = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClusterIdentity(IOptions<ClusterOptions> cluster, IOptions<EngineOptions> engine, IOptions<RedisOptions> redis)
    {
        var options = cluster.Value;
        GatewayId = options.GatewayId.Length > 0 ? options.GatewayId : DefaultGatewayId(engine.Value.Port);
        BuilderId = options.BuilderId;
        IsShared = redis.Value.Endpoints.Count > 0;
        if (options.ChainId is { } chainId)
        {
            _chainId.SetResult(chainId);
        }
        else if (!IsShared)
        {
            // Nobody else reads these keys.
            _chainId.SetResult(0);
        }
    }

    /// <summary>This gateway's name; the same after a restart.</summary>
    public string GatewayId { get; }

    /// <summary>The builder's name.</summary>
    public string BuilderId { get; }

    /// <summary>Whether other gateways share what the grains know.</summary>
    public bool IsShared { get; }

    /// <summary>The chain; null until local has told it.</summary>
    public ulong? ChainId => _chainId.Task.IsCompletedSuccessfully ? _chainId.Task.GetAwaiter().GetResult() : null;

    /// <summary>Local has told the chain. The first answer counts.</summary>
    public void ChainIs(ulong chainId) => _chainId.TrySetResult(chainId);

    private static string DefaultGatewayId(int enginePort) =>
        enginePort == 0 ? $"{Environment.MachineName}:pid-{Environment.ProcessId}" : $"{Environment.MachineName}:{enginePort}";
}
