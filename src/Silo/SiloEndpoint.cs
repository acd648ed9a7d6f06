using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Hosting.Grains.Silos;
using Sidecar.Gateway.Operations;

namespace Sidecar.Silo;

/// <summary>The silo's HTTP port: /livez, /readyz, /healthz for everybody, the dashboard for operators.</summary>
internal sealed class SiloEndpoint(
    OrleansMember member, DashboardEndpoint dashboard, OperationsGuard guard, GrainEngine engine)
{
    public Task HandleAsync(HttpContext context)
    {
        OperationsGuard.SetHeaders(context);
        if (DashboardEndpoint.Serves(context.Request))
        {
            return guard.HandleAsync(context, dashboard.HandleAsync);
        }

        switch (context.Request.Path.Value)
        {
            case "/livez":
                return AnswerAsync(context, StatusCodes.Status200OK, "OK");

            case "/readyz" or "/healthz" when member.Joined is { } joined:
                return AnswerAsync(
                    context, StatusCodes.Status200OK, $"OK: {engine.Name}, in the cluster at {joined.Plan.Endpoint}");

            case "/readyz" or "/healthz":
                return AnswerAsync(
                    context, StatusCodes.Status503ServiceUnavailable, $"{engine.Name}, not in the cluster; the log says why");

            default:
                return AnswerAsync(
                    context, StatusCodes.Status404NotFound, "There are /livez, /readyz, /healthz and /dashboard.");
        }
    }

    private static Task AnswerAsync(HttpContext context, int statusCode, string text)
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsync(text, context.RequestAborted);
    }
}
