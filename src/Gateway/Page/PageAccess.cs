using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Page;

/// <summary>Who may see the page, and who may change something by it.</summary>
/// <remarks>
/// The token is taken as bearer or as the password of a login, as for the dashboard. Without a token the port is bound to
/// loopback, and a foreign web page in the operator's browser is what is left to fear: a name that it made point to
/// 127.0.0.1 is not let in, nor a change that another origin sends.
/// </remarks>
internal sealed partial class PageAccess(IOptions<OperationsOptions> options, ILogger<PageAccess> logger)
{
    /// <summary>Longest name of a login that is kept.</summary>
    private const int NameLengthMax = 64;

    private readonly OperatorToken? _token = OperatorToken.From(options.Value.Token);

    /// <summary>Whether the caller may come in; otherwise the answer is complete.</summary>
    public bool MayEnter(HttpContext context)
    {
        if (_token is not null && !_token.IsInLogin(context.Request.Headers.Authorization))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"sidecar operations\"";
            return Refuse(context, StatusCodes.Status401Unauthorized);
        }

        if (_token is null && !IsOwnName(context.Request.Host.Host))
        {
            return Refuse(context, StatusCodes.Status403Forbidden);
        }

        return !IsFromElsewhere(context.Request) || Refuse(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>The address of the caller, and the name of the login if there is one.</summary>
    public static string WhoIs(HttpContext context)
    {
        var remote = (context.Connection.RemoteIpAddress ?? IPAddress.None).ToString();
        return NameIn(context.Request.Headers.Authorization) is { Length: > 0 } name ? $"{name}@{remote}" : remote;
    }

    private static bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static bool IsFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var isOwnOrigin = origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
        return site is not ("" or "same-origin" or "none") || !isOwnOrigin;
    }

    private static string? NameIn(string? authorization)
    {
        const string Basic = "Basic ";
        if (authorization?.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        var login = new byte[1024];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), login, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(login, 0, length);
        var name = new string([.. text[..Math.Max(0, text.IndexOf(':', StringComparison.Ordinal))]
            .Where(letter => !char.IsControl(letter))]);
        return name.Length > NameLengthMax ? name[..NameLengthMax] : name;
    }

    private bool Refuse(HttpContext context, int statusCode)
    {
        Log.PageRefused(logger, context.Connection.RemoteIpAddress ?? IPAddress.None, statusCode);
        context.Response.StatusCode = statusCode;
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(6020, LogLevel.Warning, "A request by {Remote} to the page was refused with {StatusCode}.")]
        public static partial void PageRefused(ILogger logger, IPAddress remote, int statusCode);
    }
}
