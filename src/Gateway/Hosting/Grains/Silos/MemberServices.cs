using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Page.Api;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

internal static class MemberServices
{
    /// <summary>Name and version of the engine.</summary>
    public static string EngineName { get; } = $"orleans {Version()}";

    /// <summary>Adds this process' membership in the cluster, its grains, and the dashboard.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">What the operator told.</param>
    /// <param name="isSilo">Whether it hosts grains; otherwise it is a client of those that do.</param>
    /// <param name="host">What the process' own port binds.</param>
    public static IServiceCollection AddClusterMember(
        this IServiceCollection services, OptionSet options, bool isSilo, string host)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new GrainEngine(EngineName, HasToJoin: true));
        services.AddSingleton(provider => new OrleansMember(
            options, isSilo, host,
            provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IGrainFactory, LateGrainFactory>();
        services.AddSingleton<IDashboard, DashboardPages>();
        services.AddSingleton<ISiloList, SiloList>();
        services.AddHostedService(provider => provider.GetRequiredService<OrleansMember>());
        return services;
    }

    // "10.4.2. Commit Hash: ..." in the packages.
    private static string Version() =>
        typeof(SiloAddress).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion.Split(' ', '+')[0].TrimEnd('.') ?? "unknown";
}
