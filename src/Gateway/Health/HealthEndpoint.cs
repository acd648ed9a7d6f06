using System.Diagnostics;
using System.Text;

namespace Sidecar.Gateway.Health;

/// <summary>/healthz, /readyz and /livez, for any HTTP verb, as rollup-boost serves them.</summary>
internal sealed class HealthEndpoint(HealthState state)
{
    /// <summary>Whether <see cref="HandleAsync"/> answers this path; everything else is JSON-RPC.</summary>
    public static bool Serves(PathString path) => path.Value is
        "/healthz" or "/readyz" or "/livez" or "/healthz/json" or "/kona-rollup-boost/healthz";

    public Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/livez":
                return WriteTextAsync(context, StatusCodes.Status200OK, "OK");

            case "/readyz":
                var readiness = state.Ready();
                return WriteTextAsync(context, readiness.IsReady ? 200 : 503, readiness.Reason);

            // op-conductor's JSON dialect reads the verdict from the body and takes any status but 200 for a failure.
            case "/healthz/json" or "/kona-rollup-boost/healthz":
                return WriteJsonAsync(context, StatusCodes.Status200OK, state.Evaluate());

            case "/healthz":
                var report = state.Evaluate();
                return WantsJson(context.Request)
                    ? WriteJsonAsync(context, StatusOf(report.Verdict), report)
                    : WriteTextAsync(context, StatusOf(report.Verdict), TextOf(report.Verdict));

            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private static bool WantsJson(HttpRequest request) =>
        request.Query["format"] == "json"
        || request.Headers.Accept.Any(accept =>
            accept is not null && accept.Contains("application/json", StringComparison.OrdinalIgnoreCase));

    private static int StatusOf(HealthVerdict verdict) => verdict switch
    {
        HealthVerdict.Healthy => StatusCodes.Status200OK,
        HealthVerdict.PartialContent => StatusCodes.Status206PartialContent,
        HealthVerdict.ServiceUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new UnreachableException(),
    };

    private static string TextOf(HealthVerdict verdict) => verdict switch
    {
        HealthVerdict.Healthy => "OK",
        HealthVerdict.PartialContent => "Partial Content",
        HealthVerdict.ServiceUnavailable => "Service Unavailable",
        _ => throw new UnreachableException(),
    };

    private static Task WriteTextAsync(HttpContext context, int statusCode, string text) =>
        WriteAsync(context, statusCode, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static Task WriteJsonAsync(HttpContext context, int statusCode, HealthReport report) =>
        WriteAsync(context, statusCode, "application/json", HealthJson.Write(report));

    private static async Task WriteAsync(
        HttpContext context, int statusCode, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = statusCode;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
