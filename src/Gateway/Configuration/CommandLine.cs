namespace Sidecar.Gateway.Configuration;

/// <summary>What the command line says apart from options.</summary>
internal sealed record CommandLine
{
    public bool IsHelp { get; init; }

    public bool IsVersion { get; init; }

    public bool IsMarkdown { get; init; }

    /// <summary>Validate, print what would be in force, and end.</summary>
    public bool IsCheck { get; init; }

    /// <summary>Settings file to read instead of the default one.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Options, in the order of the catalog.</summary>
    public IReadOnlyList<SettingValue> Values { get; init; } = [];

    /// <summary>Flags of features that do not exist yet, with their text; null when bare.</summary>
    public IReadOnlyList<(string Flag, string? Text)> Absent { get; init; } = [];
}
