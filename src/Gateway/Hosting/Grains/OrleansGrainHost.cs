using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting.Grains.Silos;
using Sidecar.Grains;

namespace Sidecar.Gateway.Hosting.Grains;

/// <summary>Hosts the grains on Orleans: in a silo inside this process, or as a client of other silos.</summary>
internal static class GrainHost
{
    public static void Add(WebApplicationBuilder builder, GatewaySettings settings)
    {
        builder.Services.AddClusterMember(
            settings, isSilo: settings.Cluster.Silo == SiloPlace.Inside, settings.Engine.Host);
        if (settings.Redis.Endpoints.Count > 0)
        {
            builder.Services.AddSingleton(GrainLimits.From(settings)).AddSidecarGrains().AddStoredGrains();
        }
    }
}
