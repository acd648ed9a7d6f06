using System.Diagnostics.CodeAnalysis;

namespace Sidecar.Gateway.Configuration;

/// <summary>Upstream addresses. Error texts never hold the address: it may carry a password.</summary>
internal static class UrlText
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? error)
    {
        url = null;
        error = null;

        // rollup-boost takes "127.0.0.1:8551" as well.
        var address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0)
        {
            error = "is not a URL; give one like http://127.0.0.1:8551";
        }
        else if (parsed.Scheme is not ("http" or "https"))
        {
            error = $"has the scheme {parsed.Scheme}; give an http or https URL";
        }
        else if (parsed.UserInfo.Length > 0)
        {
            error = "has a user name or password in it; remove them, the upstream is told who we are by JWT";
        }
        else if (parsed.Fragment.Length > 0)
        {
            error = "has a fragment (#); remove it";
        }
        else
        {
            url = parsed;
        }

        return url is not null;
    }

    /// <summary>The address without its query, which may hold a key.</summary>
    public static string Format(Uri url) =>
        url.Query.Length == 0 ? url.OriginalString : url.GetLeftPart(UriPartial.Path) + "?(redacted)";
}
