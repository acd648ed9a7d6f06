using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sidecar.TestKit;

/// <summary>
/// What geth's HTTP layer refuses before JSON-RPC begins: foreign hosts, bad tokens, other media types.
/// </summary>
internal sealed class HttpGate(SimulatedClientOptions options)
{
    private readonly TokenCheck? _tokens =
        options.JwtSecret is { } secret ? new(secret, options.Time, options.ExactBearer) : null;

    /// <summary>The refusal, or null when the request may go on.</summary>
    public HttpAnswer? Refusal(HttpRequest request)
    {
        if (options.CheckVirtualHosts && !IsOwnHost(request.Host.Host))
        {
            return Text(StatusCodes.Status403Forbidden, "invalid host specified");
        }

        if (_tokens?.Refusal(request.Headers.Authorization) is { } refusal)
        {
            return Text(StatusCodes.Status401Unauthorized, refusal);
        }

        if (HttpMethods.IsGet(request.Method) && request.ContentLength is null or 0 && !request.QueryString.HasValue)
        {
            return Text(StatusCodes.Status200OK, "");
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return Text(StatusCodes.Status405MethodNotAllowed, "method not allowed");
        }

        var mediaType = request.ContentType?.Split(';')[0].Trim();
        return mediaType is "application/json" or "application/json-rpc" or "application/jsonrequest"
            ? null
            : Text(StatusCodes.Status415UnsupportedMediaType, "invalid content type, want application/json");
    }

    private static bool IsOwnHost(string host) => host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static HttpAnswer Text(int status, string text) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
}
