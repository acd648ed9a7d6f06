namespace Sidecar.Gateway.Configuration;

/// <summary>What is in force, in words; secrets and query strings redacted.</summary>
internal static class EffectiveSettings
{
    private static readonly OptionSet Defaults = new();

    /// <summary>For the log at start: <c>Key = value (origin)</c> of each option not at its default.</summary>
    public static IEnumerable<string> Changed(ProgramSettings settings) =>
        from entry in settings.Program.Options
        where settings.OriginOf(entry) is not null && Text(entry, settings) != settings.Program.DefaultText(entry)
        select $"{entry.Key} = {Text(entry, settings)} ({settings.OriginOf(entry)})";

    /// <summary>Every option, a line each.</summary>
    public static string DescribeAll(ProgramSettings settings) => string.Join(
        Environment.NewLine,
        settings.Program.Options.Select(entry =>
            $"{entry.Key} = {Text(entry, settings)} ({settings.OriginOf(entry) ?? "default"})"));

    public static string DefaultText(OptionEntry entry) =>
        entry.DefaultNote ?? OptionText.Format(entry, entry.Get(Defaults));

    private static string Text(OptionEntry entry, ProgramSettings settings) => entry.Get(settings) is { } value
        ? OptionText.Format(entry, value)
        : settings.Program.DefaultText(entry);
}
