namespace Sidecar.Gateway.Page.Api;

/// <summary>One operation of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with <c>{name}</c> in place of its one variable segment.</param>
/// <param name="Summary">What it answers.</param>
/// <param name="ViewType">What its answer is made of.</param>
/// <param name="RunAsync">Answers a request; the second argument is the variable segment.</param>
internal sealed record ApiRoute(
    string Method, string Path, string Summary, Type ViewType, Func<HttpContext, string, ValueTask<ApiResult>> RunAsync)
{
    /// <summary>The query parameter, its type and what it means; null if there is none.</summary>
    public (string Name, string Type, string Meaning)? Query { get; init; }

    /// <summary>What the request's body is made of; null if it has none.</summary>
    public Type? BodyType { get; init; }

    /// <summary>Other statuses than 200, and when.</summary>
    public IReadOnlyDictionary<int, string> Errors { get; init; } = new Dictionary<int, string>();

    /// <summary>The name of the variable segment; null if there is none.</summary>
    public string? Variable => Path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at ? Path[(at + 1)..^1] : null;

    /// <summary>Whether a path is this one's, and what stands in its variable segment.</summary>
    public bool Matches(string path, out string value)
    {
        value = "";
        if (Variable is null)
        {
            return path == Path;
        }

        var fixedPart = Path[..Path.IndexOf('{', StringComparison.Ordinal)];
        if (!path.StartsWith(fixedPart, StringComparison.Ordinal) || path.Length == fixedPart.Length
            || path.IndexOf('/', fixedPart.Length) >= 0)
        {
            return false;
        }

        value = path[fixedPart.Length..];
        return true;
    }
}
