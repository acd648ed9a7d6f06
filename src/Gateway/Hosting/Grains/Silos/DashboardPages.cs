using Orleans.Dashboard;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>Serves the Orleans dashboard of the silo that is there now.</summary>
internal sealed class DashboardPages(OrleansMember member) : IDashboard
{
    /// <summary>The dashboard's routes. They take what they need from the silo's services, not from the process'.</summary>
    public static RequestDelegate Build(IServiceProvider services)
    {
        var pages = new ApplicationBuilder(services);
        pages.UseRouting();
        pages.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(DashboardEndpoint.Root));
        return pages.Build();
    }

    public async Task HandleAsync(HttpContext context)
    {
        if (member.Joined is not { } joined)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("This process is not in the cluster now; its log says why.", context.RequestAborted);
            return;
        }

        var own = context.RequestServices;
        await using var scope = joined.Services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await joined.Pages(context);
        }
        finally
        {
            context.RequestServices = own;
        }
    }
}
