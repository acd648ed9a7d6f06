using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Sidecar.Gateway.Blocks;

internal static class BlocksServices
{
    /// <summary>Adds what remembers the last blocks for operators.</summary>
    public static IServiceCollection AddBlocks(this IServiceCollection services)
    {
        services.TryAddSingleton<BlockFeed>();
        services.TryAddSingleton<BlockLog>();
        return services;
    }
}
