namespace Sidecar.Gateway.Configuration;

/// <summary>What is in force, in words; secrets and query strings redacted.</summary>
internal static class EffectiveSettings
{
    private static readonly OptionSet Defaults = new();

    /// <summary>For the log at start: <c>Key = value (origin)</c> of each option not at its default.</summary>
    public static IEnumerable<string> Changed(GatewaySettings settings) =>
        from entry in OptionCatalog.All
        where settings.OriginOf(entry) is not null && Text(entry, settings) != DefaultText(entry)
        select $"{entry.Key} = {Text(entry, settings)} ({settings.OriginOf(entry)})";

    /// <summary>Every option, a line each.</summary>
    public static string DescribeAll(GatewaySettings settings) => string.Join(
        Environment.NewLine,
        OptionCatalog.All.Select(entry =>
            $"{entry.Key} = {Text(entry, settings)} ({settings.OriginOf(entry) ?? "default"})"));

    public static string DefaultText(OptionEntry entry) =>
        entry.DefaultNote ?? OptionText.Format(entry, entry.Get(Defaults));

    private static string Text(OptionEntry entry, GatewaySettings settings) => entry.Get(settings) is { } value
        ? OptionText.Format(entry, value)
        : DefaultText(entry);
}
