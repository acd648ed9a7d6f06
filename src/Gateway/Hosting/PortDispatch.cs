using System.Diagnostics;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Page;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Hosting;

/// <summary>Takes each HTTP request to the surface that its port is for. The engine port has a server of its own.</summary>
internal sealed partial class PortDispatch(
    HealthEndpoint health, DebugApi debug, DashboardEndpoint dashboard,
    PageEndpoint page, OperationsGuard guard, MetricsEndpoint metrics, IHostApplicationLifetime lifetime,
    ILogger<PortDispatch> logger)
{
    /// <summary>Answers one request; a bug's exception ends here, as in <see cref="EnginePort"/> on the engine port.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The caller's next connection is another gateway's.
            context.Response.Headers.Connection = "close";
        }

        try
        {
            await RouteAsync(context);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            Log.RequestBroke(logger, e);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            if (RoleOf(context) == PortRole.Operations)
            {
                OperationsGuard.SetHeaders(context);
            }

            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync("Internal error of the gateway; its log has more.");
        }
        catch (OperationCanceledException)
        {
            // The caller has gone away.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var role = RoleOf(context);
        if (role == PortRole.Operations)
        {
            OperationsGuard.SetHeaders(context);
        }

        if (role != PortRole.Metrics && HealthEndpoint.Serves(context.Request.Path))
        {
            return health.HandleAsync(context);
        }

        return role switch
        {
            PortRole.Operations => guard.HandleAsync(context, OperateAsync),
            PortRole.Metrics => metrics.HandleAsync(context),
            _ => throw new UnreachableException(),
        };
    }

    private static PortRole RoleOf(HttpContext context) =>
        context.Features.Get<PortFeature>()?.Role ?? PortRole.Operations;

    private Task OperateAsync(HttpContext context) =>
        DashboardEndpoint.Serves(context.Request) ? dashboard.HandleAsync(context)
        : PageEndpoint.Serves(context.Request) ? page.HandleAsync(context)
        : debug.HandleAsync(context);

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Error, "A request broke.")]
        public static partial void RequestBroke(ILogger logger, Exception exception);
    }
}
