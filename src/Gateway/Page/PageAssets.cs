using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Sidecar.Gateway.Page;

/// <summary>The files of the page, out of this assembly.</summary>
internal sealed class PageAssets
{
    private const string Folder = "/page";
    private const string ResourcePrefix = "page/";

    private readonly FrozenDictionary<string, Asset> _assets = Load();

    /// <summary>Bytes of all files.</summary>
    public long TotalBytes => _assets.Values.Sum(asset => (long)asset.Content.Length);

    /// <summary>The paths of all files.</summary>
    public IEnumerable<string> Paths => _assets.Keys;

    /// <summary>Whether a path is the page's.</summary>
    public static bool Serves(PathString path) => path == "/" || path.StartsWithSegments(Folder);

    public Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        if (!_assets.TryGetValue(context.Request.Path.Value!, out var asset))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // Kept, and asked about each time: a gateway that was upgraded shows its own page at once.
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = asset.ETag;
        if (context.Request.Headers.IfNoneMatch.Any(known => known?.Contains(asset.ETag, StringComparison.Ordinal) == true))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(asset.Content, context.RequestAborted).AsTask();
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name == "page/index.html" ? "/" : $"/{name}",
                name => Read(assembly, name));
    }

    private static Asset Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return new Asset(content, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"");
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No content type for {other}."),
    };

    private sealed record Asset(byte[] Content, string ContentType, string ETag);
}
