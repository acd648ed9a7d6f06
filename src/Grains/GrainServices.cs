using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sidecar.Grains.Blocks;
using Sidecar.Grains.Builders;
using Sidecar.Grains.Chain;
using Sidecar.Grains.Payloads;

namespace Sidecar.Grains;

/// <summary>What a host of the grains needs besides an engine and the <see cref="GrainStores"/>.</summary>
public static class GrainServices
{
    /// <summary>The assembly of the grain classes.</summary>
    public static Assembly Assembly => typeof(GrainServices).Assembly;

    /// <summary>Adds what the grains ask for, with default limits unless the host added its own.</summary>
    public static IServiceCollection AddSidecarGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new PayloadGrainOptions());
        services.TryAddSingleton(new BuilderGrainOptions());
        services.TryAddSingleton(new ClusterGrainOptions());
        services.TryAddSingleton(new BlockPageGrainOptions());
        return services;
    }
}
