namespace Sidecar.Gateway.Configuration;

/// <summary>Everything that a program was told, read and checked once, before anything starts.</summary>
internal record ProgramSettings : OptionSet
{
    private readonly IReadOnlyDictionary<string, string> _origins;

    public ProgramSettings(
        ProgramKind program, OptionSet options,
        IReadOnlyList<string> warnings, IReadOnlyDictionary<string, string> origins)
        : base(options)
    {
        Program = program;
        Warnings = warnings;
        _origins = origins;
    }

    public ProgramKind Program { get; }

    /// <summary>Sentences that the operator should see but that stop nothing.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Flag, variable or key that an option came from; null for a default.</summary>
    public string? OriginOf(OptionEntry entry) => _origins.GetValueOrDefault(entry.Key);
}
