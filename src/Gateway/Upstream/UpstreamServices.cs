using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream.Http1;

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
        services.TryAddSingleton(CreatePassThrough);
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

    private static PassThrough CreatePassThrough(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LocalOptions>>();
        var time = provider.GetRequiredService<TimeProvider>();
        return new PassThrough(
            options, new JwtMinter(provider.GetRequiredService<JwtSecrets>().Local, time),
            Connections(options.Value.Url, options.Value.PassThroughConnectionsMax, time),
            provider.GetRequiredService<GatewayMetrics>(), time);
    }

    private static HttpUpstreamClient Create(
        IServiceProvider provider, UpstreamName name, Uri url, JwtSecret secret, int connectionsMax,
        Action? connected = null)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return new HttpUpstreamClient(
            name, url, new JwtMinter(secret, time), Connections(url, connectionsMax, time, connected),
            provider.GetRequiredService<IOptions<EngineOptions>>().Value.BodyBytesMax,
            provider.GetRequiredService<GatewayMetrics>(), time,
            provider.GetRequiredService<ILogger<HttpUpstreamClient>>());
    }

    private static Http1Connections Connections(
        Uri url, int connectionsMax, TimeProvider time, Action? connected = null) =>
        new(connectionsMax, new Http1Connector(url, connected).ConnectAsync, time);
}
