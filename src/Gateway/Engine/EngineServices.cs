using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Engine;

internal static class EngineServices
{
    /// <summary>Adds the three walks. Needs upstreams, builders, operations and health.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton<IBuildStore, MemoryBuildStore>();
        services.TryAddSingleton<OffPathWork>();
        services.TryAddSingleton<UnfinishedBlock>();
        services.TryAddSingleton<BlockReport>();
        services.TryAddSingleton(CreatePolicy);
        services.TryAddSingleton(provider => new BuilderTimeouts(
            provider.GetRequiredService<IOptions<BuilderOptions>>().Value.Timeout,
            provider.GetRequiredService<IOptions<BoostSyncOptions>>().Value.CallTimeout));
        services.TryAddSingleton(provider => new LocalTimeouts(
            provider.GetRequiredService<IOptions<LocalOptions>>().Value.Timeout,
            provider.GetRequiredService<IOptions<LocalOptions>>().Value.PassThroughTimeout));
        services.TryAddSingleton<BuilderCandidates>();
        services.TryAddSingleton<ForkchoiceUpdatedHandler>();
        services.TryAddSingleton<GetPayloadHandler>();
        services.TryAddSingleton<NewPayloadHandler>();
        return services;
    }

    private static ISelectionPolicy CreatePolicy(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<SelectionOptions>>().Value;
        return options.Policy switch
        {
            SelectionPolicyName.PreferBuilder => new PreferBuilderPolicy(),
            SelectionPolicyName.GasUsed => new GasUsedPolicy(options.GasUsedFraction),
            _ => throw new UnreachableException(),
        };
    }
}
