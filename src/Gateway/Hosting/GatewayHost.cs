using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Hosting.Grains;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Page;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Hosting;

/// <summary>Puts the gateway together.</summary>
internal static class GatewayHost
{
    /// <summary>Builds the process from settings that have been checked.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="addGrains">Adds what calls grains; the engine that this program was built with unless told otherwise.</param>
    public static WebApplication Build(
        GatewaySettings settings, Action<WebApplicationBuilder, GatewaySettings>? addGrains = null)
    {
        // Nothing is configured behind the settings' back: no files, no environment, no ASPNETCORE_ variables.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = GracefulStop.LongestOf(settings.Engine);

            // A background loop that breaks must not take the blocks with it.
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        (addGrains ?? GrainHost.Add)(builder, settings);
        builder.Services
            .AddGatewayOptions(settings)
            .AddGatewayLogging(settings.Log)
            .AddTelemetry()
            .AddTracing(settings.Tracing.Enabled)
            .AddOperations()
            .AddBlocks()
            .AddUpstreams()
            .AddBuilders(hasBuilder: settings.Builder.Url is not null)
            .AddCluster(hasRedis: settings.Redis.Endpoints.Count > 0)
            .AddEngine()
            .AddHealth()
            .AddEndpoint()
            .AddPage()
            .AddSingleton<PortDispatch>()
            .AddHostedService<GracefulStop>()
            .AddEnginePort();

        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<PortDispatch>().HandleAsync);
        return app;
    }

    /// <summary>The addresses that a started gateway listens on, by role.</summary>
    public static IReadOnlyDictionary<PortRole, Uri> AddressesOf(WebApplication app)
    {
        // Kestrel reports them in the order in which Listen names them.
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return addresses.Select(address => new Uri(address))
            .Prepend(app.Services.GetRequiredService<CallerServer>().Address)
            .Select((address, index) => ((PortRole)index, address)).ToDictionary();
    }

    private static IServiceCollection AddEnginePort(this IServiceCollection services) => services
        .AddSingleton<ICallHandler, EnginePort>()
        .AddSingleton<CallerServer>()
        .AddHostedService(provider => provider.GetRequiredService<CallerServer>());

    private static void Listen(KestrelServerOptions kestrel, GatewaySettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(BindHost.Parse(settings.Operations.Host), settings.Operations.Port, With(PortRole.Operations));
        if (settings.Metrics.Enabled)
        {
            kestrel.Listen(BindHost.Parse(settings.Metrics.Host), settings.Metrics.Port, With(PortRole.Metrics));
        }
    }

    private static Action<ListenOptions> With(PortRole role) => listen =>
    {
        var feature = new PortFeature(role);
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    };
}
