using System.Diagnostics;

namespace Sidecar.Gateway.Health;

/// <summary>/healthz, /readyz and /livez, for any HTTP verb, as rollup-boost serves them.</summary>
internal sealed class HealthEndpoint(HealthState state)
{
    /// <summary>Whether there is an answer for this path; everything else is JSON-RPC.</summary>
    public static bool Serves(ReadOnlySpan<char> path) => path is
        "/healthz" or "/readyz" or "/livez" or "/healthz/json" or "/kona-rollup-boost/healthz";

    /// <summary>The answer for a path that is served.</summary>
    /// <param name="path">The path.</param>
    /// <param name="wantsJson">Whether the caller asked for more than a word.</param>
    public HealthAnswer Answer(ReadOnlySpan<char> path, bool wantsJson)
    {
        switch (path)
        {
            case "/livez":
                return HealthAnswer.Text(StatusCodes.Status200OK, "OK");

            case "/readyz":
                var readiness = state.Ready();
                return HealthAnswer.Text(readiness.IsReady ? 200 : 503, readiness.Reason);

            // op-conductor's JSON dialect reads the verdict from the body and takes any status but 200 for a failure.
            case "/healthz/json" or "/kona-rollup-boost/healthz":
                return HealthAnswer.Json(StatusCodes.Status200OK, state.Evaluate());

            case "/healthz":
                var report = state.Evaluate();
                return wantsJson
                    ? HealthAnswer.Json(StatusOf(report.Verdict), report)
                    : HealthAnswer.Text(StatusOf(report.Verdict), TextOf(report.Verdict));

            default:
                throw new ArgumentException("Not served.", nameof(path));
        }
    }

    /// <summary>Answers on a port of Kestrel's.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var wantsJson = request.Query["format"] == "json"
            || request.Headers.Accept.Any(accept => accept is not null && HealthAnswer.AsksForJson(accept));
        var answer = Answer(request.Path.Value, wantsJson);
        response.StatusCode = answer.StatusCode;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers.CacheControl = HealthAnswer.CacheControl;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

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
}
