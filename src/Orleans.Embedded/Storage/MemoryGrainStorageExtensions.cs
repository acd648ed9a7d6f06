using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Adds stores in memory.</summary>
public static class MemoryGrainStorageExtensions
{
    /// <summary>Keeps states under this name in memory: they end with the process.</summary>
    public static EmbeddedGrainBuilder AddMemoryGrainStorage(
        this EmbeddedGrainBuilder builder, string name, Action<MemoryGrainStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MemoryGrainStorageOptions();
        configure?.Invoke(options);
        return builder.AddGrainStorage(name, services => new MemoryGrainStorage(
            services.GetRequiredService<IGrainStorageSerializer>(),
            options,
            services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Keeps states that name no store in memory.</summary>
    public static EmbeddedGrainBuilder AddMemoryGrainStorageAsDefault(
        this EmbeddedGrainBuilder builder, Action<MemoryGrainStorageOptions>? configure = null) =>
        builder.AddMemoryGrainStorage(GrainStorageNames.Default, configure);
}
