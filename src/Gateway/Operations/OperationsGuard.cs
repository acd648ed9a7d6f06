using System.Globalization;
using System.Net;

namespace Sidecar.Gateway.Operations;

/// <summary>Stands before everything on the operations port: headers that browsers obey, and a limit for wrong tokens.</summary>
/// <remarks>
/// There are no CORS headers, so that no other site's script reads an answer. Who has to wait is refused with the right
/// token too: otherwise a guess among many would still be found out.
/// </remarks>
internal sealed partial class OperationsGuard(FailureLimit failures, ILogger<OperationsGuard> logger)
{
    /// <summary>For answers that are no page; a page says what it needs instead.</summary>
    private const string NoContent = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Sets what every answer of the port carries, unless its handler says otherwise.</summary>
    public static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // The dashboard's pages are the engine's: what they load is theirs to say.
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(DashboardEndpoint.Root)
            ? "frame-ancestors 'none'" : NoContent;
    }

    /// <summary>Lets a request through to its handler, or makes its address wait.</summary>
    public async Task HandleAsync(HttpContext context, Func<HttpContext, Task> next)
    {
        var remote = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var wait = failures.WaitOf(remote);
        if (wait > TimeSpan.Zero)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter =
                Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return;
        }

        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized && HasCredentials(context.Request)
            && failures.Failed(remote))
        {
            Log.AddressBlocked(logger, remote, FailureLimit.FailuresMax, FailureLimit.Window.TotalSeconds);
        }
    }

    /// <summary>A browser's first request has none: it is then told to ask for them.</summary>
    private static bool HasCredentials(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || request.Headers.Cookie.Count > 0 || request.QueryString.HasValue;

    private static partial class Log
    {
        [LoggerMessage(6013, LogLevel.Warning,
            "{Remote} had a wrong token {Count} times on the operations port; it has to wait for up to {Seconds} s.")]
        public static partial void AddressBlocked(ILogger logger, IPAddress remote, int count, double seconds);
    }
}
