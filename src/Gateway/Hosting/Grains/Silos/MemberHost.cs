using System.Diagnostics;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Persistence;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using Sidecar.Grains;
using StackExchange.Redis;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>Puts together the silo of this process, or its client of other silos, in a host of its own.</summary>
internal sealed class MemberHost(
    OptionSet options, MemberPlan plan, ILoggerFactory loggers, IConnectionMultiplexer? redis)
{
    /// <summary>How long a call between silos may take. Walks wait far less, but a grain must not wait for ever.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Builds the host.</summary>
    /// <param name="onFatal">Told why when the silo cannot go on; may be told more than once.</param>
    public IHost Build(Action<string> onFatal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton(loggers)
            .AddSingleton<IHostLifetime, NoLifetime>()
            .AddSingleton(new DiagnosticListener("Microsoft.AspNetCore"))
            .AddRouting();
        if (plan.IsSilo)
        {
            builder.UseOrleans(ConfigureSilo);
            builder.Services
                .AddSingleton(GrainLimits.From(options))
                .AddSidecarGrains()
                .AddSingleton<IFatalErrorHandler>(new FatalErrors(onFatal));
        }
        else
        {
            builder.UseOrleansClient(ConfigureClient);
        }

        return builder.Build();
    }

    private void ConfigureSilo(ISiloBuilder silo)
    {
        silo.Configure<Orleans.Configuration.ClusterOptions>(ConfigureIds);
        silo.Configure<Orleans.Configuration.SiloOptions>(silo => silo.SiloName = plan.Name);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        silo.Configure<ClusterMembershipOptions>(FailureDetection.Configure);
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromMinutes(2));
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.AddDashboard(dashboard => dashboard.HideTrace = true);

        // A build is asked about where it was opened; the death of another silo must not take it away from there.
        silo.Services.AddSingleton<PlacementStrategy, PreferLocalPlacement>();
        if (redis is null)
        {
            silo.UseLocalhostClustering(
                plan.SiloPort, plan.GatewayPort, null, options.Cluster.ServiceId, options.Cluster.ClusterId);
            silo.AddMemoryGrainStorage(GrainStores.Payloads);
            silo.AddMemoryGrainStorage(GrainStores.Cluster);
            return;
        }

        silo.ConfigureEndpoints(plan.Address, plan.SiloPort, plan.GatewayPort);
        silo.UseRedisClustering(ConfigureMembership);
        silo.AddRedisGrainStorage(GrainStores.Payloads, store => ConfigureStore(store, options.Cluster.StateAgeMax));
        silo.AddRedisGrainStorage(GrainStores.Cluster, store => ConfigureStore(store, expiry: null));
    }

    private void ConfigureClient(IClientBuilder client)
    {
        client.Configure<Orleans.Configuration.ClusterOptions>(ConfigureIds);

        // What was sent to a silo that then died is only given up after this.
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        client.UseRedisClustering(ConfigureMembership);
        client.AddDashboard(dashboard => dashboard.HideTrace = true);
    }

    private void ConfigureIds(Orleans.Configuration.ClusterOptions ids)
    {
        ids.ServiceId = options.Cluster.ServiceId;
        ids.ClusterId = options.Cluster.ClusterId;
    }

    private void ConfigureMembership(RedisClusteringOptions membership)
    {
        membership.ConfigurationOptions = RedisConfiguration.Create(options.Redis);
        membership.CreateMultiplexer = _ => Task.FromResult((redis!, true));
    }

    private void ConfigureStore(RedisStorageOptions store, TimeSpan? expiry)
    {
        store.ConfigurationOptions = RedisConfiguration.Create(options.Redis);
        store.CreateMultiplexer = _ => Task.FromResult((redis!, true));
        store.EntryExpiry = expiry;
    }
}
