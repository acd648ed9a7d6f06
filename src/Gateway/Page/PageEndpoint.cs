using Sidecar.Gateway.Page.Api;
using Sidecar.Gateway.Page.Events;

namespace Sidecar.Gateway.Page;

/// <summary>The operator's page on the operations port, and what it is made of.</summary>
internal sealed class PageEndpoint(PageAccess access, PageAssets assets, ApiEndpoint api, EventStream events)
{
    /// <summary>Everything comes from this origin, scripts and styles are files, and nobody may frame the page.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Stranger =
        "Refused. Without an operations token this port answers only by localhost or an address, and takes orders only "
        + "from its own page.\n";

    /// <summary>Whether <see cref="HandleAsync"/> answers a request. POST to any other path is the debug API's.</summary>
    public static bool Serves(HttpRequest request) =>
        request.Path.StartsWithSegments(ApiRoutes.Root)
        || ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && PageAssets.Serves(request.Path));

    public Task HandleAsync(HttpContext context)
    {
        // The other headers that browsers obey are the whole port's (OperationsGuard).
        context.Response.Headers.ContentSecurityPolicy = Policy;
        if (!access.MayEnter(context))
        {
            return context.Response.StatusCode == StatusCodes.Status403Forbidden
                ? context.Response.WriteAsync(Stranger, context.RequestAborted)
                : Task.CompletedTask;
        }

        if (PageAssets.Serves(context.Request.Path))
        {
            return assets.HandleAsync(context);
        }

        return context.Request.Path == EventStream.Path ? events.HandleAsync(context) : api.HandleAsync(context);
    }
}
