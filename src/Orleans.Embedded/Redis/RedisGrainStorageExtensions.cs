using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded;
using Orleans.Persistence;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Adds stores in Redis.</summary>
public static class RedisGrainStorageExtensions
{
    /// <summary>Keeps states under this name in Redis, shared with every process of the same service id.</summary>
    public static EmbeddedGrainBuilder AddRedisGrainStorage(
        this EmbeddedGrainBuilder builder, string name, Action<RedisStorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RedisStorageOptions();
        configure(options);
        return builder.AddGrainStorage(name, services => new RedisGrainStorage(
            options,
            services.GetRequiredService<EmbeddedGrainOptions>().ServiceId,
            services.GetRequiredService<IGrainStorageSerializer>(),
            services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Keeps states that name no store in Redis.</summary>
    public static EmbeddedGrainBuilder AddRedisGrainStorageAsDefault(
        this EmbeddedGrainBuilder builder, Action<RedisStorageOptions> configure) =>
        builder.AddRedisGrainStorage(GrainStorageNames.Default, configure);
}
