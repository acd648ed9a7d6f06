using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Adds the embedded engine to a host.</summary>
public static class EmbeddedGrainServiceCollectionExtensions
{
    /// <summary>Hosts grains in this process; resolve <see cref="IGrainFactory"/> to call them.</summary>
    /// <exception cref="InvalidOperationException">Grains, options or stores are wrong; all are listed.</exception>
    public static IServiceCollection AddEmbeddedGrains(
        this IServiceCollection services, Action<EmbeddedGrainBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new EmbeddedGrainBuilder(services);
        configure(builder);
        builder.Build();
        return services;
    }
}
