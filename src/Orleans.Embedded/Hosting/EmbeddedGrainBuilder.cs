using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Embedded;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Says which grains a process hosts and where they keep their states.</summary>
public sealed class EmbeddedGrainBuilder
{
    private readonly HashSet<Type> _classes = [];
    private readonly HashSet<string> _storages = [];

    internal EmbeddedGrainBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }

    public EmbeddedGrainOptions Options { get; } = new();

    /// <summary>Hosts all grain classes of an assembly.</summary>
    public EmbeddedGrainBuilder AddGrains(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        _classes.UnionWith(assembly.GetTypes().Where(GrainClassRules.IsGrainClass));
        return this;
    }

    /// <summary>Hosts one grain class.</summary>
    public EmbeddedGrainBuilder AddGrain<TGrain>()
        where TGrain : Grain
    {
        _classes.Add(typeof(TGrain));
        return this;
    }

    /// <summary>Adds a store under a name; the last one of a name counts.</summary>
    /// <remarks>One store object may serve several hosts of a process.</remarks>
    public EmbeddedGrainBuilder AddGrainStorage(string name, Func<IServiceProvider, IGrainStorage> create)
    {
        _storages.Add(name);
        Services.AddKeyedSingleton(name, (services, _) => create(services));
        return this;
    }

    internal void Build()
    {
        var errors = Options.Check().ToList();
        if (errors.Count > 0)
        {
            throw new InvalidOperationException($"Embedded grains: {string.Join(" ", errors)}");
        }

        Services.TryAddSingleton(TimeProvider.System);
        Services.TryAddSingleton<IGrainStorageSerializer, SystemTextJsonGrainStorageSerializer>();
        Services.AddSingleton(Options);
        Services.AddSingleton(GrainRegistry.Read(_classes, _storages));
        Services.AddSingleton<GrainCatalog>();
        Services.AddSingleton(services => services.GetRequiredService<GrainCatalog>().Factory);
        Services.AddHostedService<EmbeddedGrainService>();
    }
}
