using System.Text;

namespace Sidecar.Gateway.Health;

/// <summary>What a health path says, whichever server sends it.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="ContentType">Content-Type.</param>
/// <param name="Body">The body.</param>
internal sealed record HealthAnswer(int StatusCode, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>A verdict is of its moment.</summary>
    public const string CacheControl = "no-store";

    public static HealthAnswer Text(int statusCode, string text) =>
        new(statusCode, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static HealthAnswer Json(int statusCode, HealthReport report) =>
        new(statusCode, "application/json", HealthJson.Write(report));

    /// <summary>Whether an Accept header asks for more than a word.</summary>
    public static bool AsksForJson(string accept) =>
        accept.Contains("application/json", StringComparison.OrdinalIgnoreCase);
}
