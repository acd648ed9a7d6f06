namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>A request as the strictest reading of RFC 9112 has it.</summary>
internal sealed record PlainRequest
{
    /// <summary>More than this is neither read nor skipped.</summary>
    public const long BodyBytesMax = 1024 * 1024;

    public required string Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Target { get; init; }

    public bool IsOldest { get; init; }

    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>What Content-Length says.</summary>
    public long? Length { get; init; }

    public bool IsChunked { get; init; }

    /// <summary>Null if there is none, not all of it, or too much.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the caller waits to be told to send its body.</summary>
    public bool Waits => !IsOldest && Last("Expect").Equals("100-continue", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether another request may follow, if all of this one was read and the answer has an end.</summary>
    public bool Stays => !Lists("close") && (!IsOldest || Lists("keep-alive"));

    /// <summary>The first value of this name.</summary>
    public string? Find(string name) =>
        Values(name) is [var first, ..] ? first : null;

    private string Last(string name) => Values(name) is [.., var last] ? last : "";

    private bool Lists(string member) => Values("Connection")
        .SelectMany(value => value.Split(','))
        .Any(part => part.Trim(' ', '\t').Equals(member, StringComparison.OrdinalIgnoreCase));

    private List<string> Values(string name) =>
        [.. Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];
}
