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
        services.TryAddSingleton<UpstreamGroups>();
        services.TryAddSingleton(CreateLocal);
        services.TryAddSingleton(CreateBuilder);
        services.TryAddSingleton(CreatePassThrough);
        return services;
    }

    private static LocalClients CreateLocal(IServiceProvider provider)
    {
        var url = provider.GetRequiredService<IOptions<LocalOptions>>().Value.Url;
        var secret = provider.GetRequiredService<JwtSecrets>().Local;
        var engine = CreateGroup(provider, UpstreamName.Local, url, secret);
        return new LocalClients(
            engine,
            new DirectUpstreamClient(CreateBlocking(provider, UpstreamName.Local, url, secret), engine),
            CreateGroup(provider, UpstreamName.Local, url, secret),
            CreateSingle(provider, UpstreamName.Local, url, secret));
    }

    private static BuilderClients CreateBuilder(IServiceProvider provider)
    {
        var url = provider.GetRequiredService<IOptions<BuilderOptions>>().Value.Url;
        var secret = provider.GetRequiredService<JwtSecrets>().Builder;
        return url is null || secret is null
            ? new BuilderClients(null, null, null, null)
            : new BuilderClients(
                new DirectUpstreamClient(
                    CreateBlocking(provider, UpstreamName.Builder, url, secret),
                    CreateGroup(provider, UpstreamName.Builder, url, secret)),
                CreateGroup(provider, UpstreamName.Builder, url, secret),
                CreateGroup(provider, UpstreamName.Builder, url, secret),
                CreateSingle(
                    provider, UpstreamName.Builder, url, secret,
                    provider.GetRequiredService<BuilderConnectionWatch>().OnOpened));
    }

    private static PassThrough CreatePassThrough(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LocalOptions>>();
        var time = provider.GetRequiredService<TimeProvider>();
        var connector = Connector(provider, UpstreamName.Local, options.Value.Url!);
        return new PassThrough(
            options, new JwtMinter(provider.GetRequiredService<JwtSecrets>().Local, time),
            Group(provider, options.Value.PassThroughConnectionsMax, connector.ConnectBlocking),
            provider.GetRequiredService<GatewayMetrics>(), time,
            provider.GetRequiredService<IOptions<TracingOptions>>().Value.PassTraceparent);
    }

    /// <summary>For calls that somebody may wait for.</summary>
    private static IUpstreamClient CreateGroup(
        IServiceProvider provider, UpstreamName name, Uri url, JwtSecret secret) =>
        Create(
            provider, name, url, secret,
            Group(provider, FewConnections, Connector(provider, name, url).ConnectAsync));

    /// <summary>For threads that may block.</summary>
    private static IUpstreamClient CreateBlocking(
        IServiceProvider provider, UpstreamName name, Uri url, JwtSecret secret) =>
        Create(
            provider, name, url, secret,
            Group(provider, FewConnections, Connector(provider, name, url).ConnectBlocking));

    /// <summary>For one call at a time.</summary>
    public static IUpstreamClient CreateSingle(
        IServiceProvider provider, UpstreamName name, Uri url, JwtSecret secret, Action? connected = null) =>
        Create(
            provider, name, url, secret,
            new Http1Connections(
                1, Connector(provider, name, url, connected).ConnectAsync, provider.GetRequiredService<TimeProvider>()));

    private static IUpstreamClient Create(
        IServiceProvider provider, UpstreamName name, Uri url, JwtSecret secret, Http1Connections connections)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var client = new HttpUpstreamClient(
            name, url, new JwtMinter(secret, time), connections,
            provider.GetRequiredService<IOptions<EngineOptions>>().Value.BodyBytesMax,
            provider.GetRequiredService<GatewayMetrics>(), time,
            provider.GetRequiredService<ILogger<HttpUpstreamClient>>());
        return provider.GetRequiredService<IOptions<TracingOptions>>().Value.Enabled
            ? new TracedUpstreamClient(client, name, url, time)
            : client;
    }

    private static Http1Connections Group(
        IServiceProvider provider, int connectionsMax, Func<CancellationToken, ValueTask<Stream>> connect) =>
        provider.GetRequiredService<UpstreamGroups>().Add(
            new Http1Connections(connectionsMax, connect, provider.GetRequiredService<TimeProvider>()));

    private static Http1Connector Connector(
        IServiceProvider provider, UpstreamName name, Uri url, Action? connected = null) =>
        new(url, connected, TrustOf(provider, name));

    private static ServerTrust? TrustOf(IServiceProvider provider, UpstreamName name)
    {
        var local = provider.GetRequiredService<IOptions<LocalOptions>>().Value;
        var builder = provider.GetRequiredService<IOptions<BuilderOptions>>().Value;
        return name == UpstreamName.Local
            ? ServerTrust.From(local.TlsCaPath, local.TlsPins)
            : ServerTrust.From(builder.TlsCaPath, builder.TlsPins);
    }
}
