namespace Sidecar.Gateway.Configuration;

/// <summary>Everything the gateway was told, read and checked once, before anything starts.</summary>
internal sealed record GatewaySettings : OptionSet
{
    private readonly IReadOnlyDictionary<string, string> _origins;

    public GatewaySettings(
        OptionSet options, JwtSecrets secrets,
        IReadOnlyList<string> warnings, IReadOnlyDictionary<string, string> origins)
        : base(options)
    {
        Secrets = secrets;
        Warnings = warnings;
        _origins = origins;
    }

    public JwtSecrets Secrets { get; }

    /// <summary>Sentences that the operator should see but that stop nothing.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Flag, variable or key that an option came from; null for a default.</summary>
    public string? OriginOf(OptionEntry entry) => _origins.GetValueOrDefault(entry.Key);
}
