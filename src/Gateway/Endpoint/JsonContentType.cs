namespace Sidecar.Gateway.Endpoint;

/// <summary>The content types that an engine port takes, as geth does.</summary>
internal static class JsonContentType
{
    private static readonly string[] Accepted = ["application/json", "application/json-rpc", "application/jsonrequest"];

    /// <summary>Whether a Content-Type header names one of them; parameters do not matter.</summary>
    public static bool IsAccepted(string? header)
    {
        var end = header?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        var type = (end < 0 ? header : header![..end])?.Trim();
        return Accepted.Contains(type, StringComparer.OrdinalIgnoreCase);
    }
}
