using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Operations;

/// <summary>The engine's dashboard on the operations port, read only and behind the same token as the debug API.</summary>
/// <remarks>A browser cannot be told to send a bearer token, so that the token is also taken as the password of a login.</remarks>
internal sealed class DashboardEndpoint(IOptions<OperationsOptions> options, IDashboard? dashboard = null)
{
    /// <summary>Where the pages begin.</summary>
    public const string Root = "/dashboard";

    private readonly OperatorToken? _token = OperatorToken.From(options.Value.Token);

    /// <summary>Whether <see cref="HandleAsync"/> answers a request.</summary>
    public static bool Serves(HttpRequest request) =>
        request.Path.StartsWithSegments(Root)
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    public Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        if (_token is not null && !_token.IsInLogin(context.Request.Headers.Authorization))
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"sidecar operations\"";
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        if (dashboard is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return response.WriteAsync(
                "The dashboard is that of Orleans; this build hosts its grains on the embedded engine.", context.RequestAborted);
        }

        // State must not stay in caches, nor be drawn into other sites' frames.
        response.Headers.CacheControl = "no-store";
        response.Headers.XFrameOptions = "DENY";
        return dashboard.HandleAsync(context);
    }
}
