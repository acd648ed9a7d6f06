namespace Sidecar.Gateway.Doctor;

/// <summary>One of the things that can be found. Every kind is a row of docs/doctor.md.</summary>
/// <param name="Id"><c>check.what</c>; scripts match on it, so it is not changed.</param>
/// <param name="Level">How bad it is.</param>
internal sealed record FindingKind(string Id, FindingLevel Level)
{
    public static FindingKind Ok(string id) => new(id, FindingLevel.Ok);

    public static FindingKind Warning(string id) => new(id, FindingLevel.Warning);

    public static FindingKind Error(string id) => new(id, FindingLevel.Error);

    /// <summary>Found, with nothing to do.</summary>
    public Finding Is(string meaning) => new(this, meaning, null);

    /// <summary>Found, and to be corrected.</summary>
    public Finding Is(string meaning, string fix) => new(this, meaning, fix);
}
