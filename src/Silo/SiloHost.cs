using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting;
using Sidecar.Gateway.Hosting.Grains.Silos;
using Sidecar.Gateway.Operations;

namespace Sidecar.Silo;

/// <summary>Puts the silo's process together: the silo, and one HTTP port for probes and the dashboard.</summary>
internal static class SiloHost
{
    /// <summary>Only this machine reaches a silo that was not told where it is.</summary>
    private const string DefaultAddress = "127.0.0.1";

    public static WebApplication Build(ProgramSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, settings.Operations));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Engine.ShutdownTimeout);
        builder.Services
            .AddGatewayLogging(settings.Log)
            .AddSingleton(Options.Create(settings.Operations))
            .AddSingleton<DashboardEndpoint>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<FailureLimit>()
            .AddSingleton<OperationsGuard>()
            .AddSingleton<SiloEndpoint>()
            .AddClusterMember(settings, isSilo: true, DefaultAddress);

        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<SiloEndpoint>().HandleAsync);
        return app;
    }

    /// <summary>The address of the one port.</summary>
    public static IReadOnlyDictionary<PortRole, Uri> AddressesOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return addresses.ToDictionary(_ => PortRole.Operations, address => new Uri(address));
    }

    private static void Listen(KestrelServerOptions kestrel, OperationsOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(BindHost.Parse(options.Host), options.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
