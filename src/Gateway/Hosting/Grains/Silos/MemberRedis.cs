using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using StackExchange.Redis;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>The connection that a silo's membership and storage share.</summary>
internal static class MemberRedis
{
    /// <summary>Longest wait of a grain for one command; walks have stopped waiting long before.</summary>
    public static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);

    public static ConfigurationOptions Create(RedisOptions options)
    {
        var configuration = RedisConfiguration.Create(options);
        configuration.AsyncTimeout = (int)CommandTimeout.TotalMilliseconds;

        // A command that cannot be sent now must not be carried out later, when its grain has given up.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return configuration;
    }
}
