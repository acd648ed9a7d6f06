using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Upstream;

internal static class UpstreamServices
{
    /// <summary>Most connections of a group whose calls are few: more would only hide that something hangs.</summary>
    private const int FewConnections = 32;

    /// <summary>Adds the connection groups to local and to the builder, and the pass-through.</summary>
    public static IServiceCollection AddUpstreams(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BuilderConnectionWatch>();
        services.TryAddSingleton(CreateLocal);
        services.TryAddSingleton(CreateBuilder);
        services.TryAddSingleton(provider => new PassThrough(
            provider.GetRequiredService<IOptions<LocalOptions>>(),
            new JwtMinter(provider.GetRequiredService<JwtSecrets>().Local, provider.GetRequiredService<TimeProvider>()),
            UpstreamConnections.Create(provider.GetRequiredService<IOptions<LocalOptions>>().Value.PassThroughConnectionsMax),
            provider.GetRequiredService<GatewayMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static LocalClients CreateLocal(IServiceProvider provider)
    {
        var url = provider.GetRequiredService<IOptions<LocalOptions>>().Value.Url;
        var secret = provider.GetRequiredService<JwtSecrets>().Local;
        return new LocalClients(
            Create(provider, UpstreamName.Local, url, secret, FewConnections),
            Create(provider, UpstreamName.Local, url, secret, FewConnections),
            Create(provider, UpstreamName.Local, url, secret, 1));
    }

    private static BuilderClients CreateBuilder(IServiceProvider provider)
    {
        var url = provider.GetRequiredService<IOptions<BuilderOptions>>().Value.Url;
        var secret = provider.GetRequiredService<JwtSecrets>().Builder;
        return url is null || secret is null
            ? new BuilderClients(null, null, null, null)
            : new BuilderClients(
                Create(provider, UpstreamName.Builder, url, secret, FewConnections),
                Create(provider, UpstreamName.Builder, url, secret, FewConnections),
                Create(provider, UpstreamName.Builder, url, secret, FewConnections),
                Create(
                    provider, UpstreamName.Builder, url, secret, 1,
                    provider.GetRequiredService<BuilderConnectionWatch>().OnOpened));
    }

    private static HttpUpstreamClient Create(
        IServiceProvider provider, UpstreamName name, Uri url, JwtSecret secret, int connectionsMax,
        Action? connected = null)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return new HttpUpstreamClient(
            name, url, new JwtMinter(secret, time), UpstreamConnections.Create(connectionsMax, connected),
            provider.GetRequiredService<IOptions<EngineOptions>>().Value.BodyBytesMax,
            provider.GetRequiredService<GatewayMetrics>(), time,
            provider.GetRequiredService<ILogger<HttpUpstreamClient>>());
    }
}
