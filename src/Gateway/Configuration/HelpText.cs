using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Configuration;

/// <summary>The text of --help, made from the catalog.</summary>
internal static class HelpText
{
    public const int Columns = 100;
    private const string Indent = "      ";

    private const string Forms =
        """
        Values come from, each over the one before: the default, appsettings.json in the working
        directory, the environment (rollup-boost's name, then ours), flags. In appsettings.json a key
        is the variable without SIDECAR_: SIDECAR_LOCAL__URL is { "Local": { "Url": ... } }.

        DURATION is 800ms, 2s, 1m or 00:00:02; a bare number counts the unit in brackets.
        SIZE is 128MiB, 64KiB or 10MB; a bare number is bytes. In brackets [ ] is what may be left out.

        Command
          --help, -h         Show this.
          --version          Show the version.
          --check            Validate all options, show what would be in force, and end (0 fine, 2 not).
          --config FILE      Read FILE instead of appsettings.json.

        """;

    private const string Verbs =
        """
          doctor             Instead of starting, check this set-up; see doctor --help.
          healthcheck        Ask a running one whether it is ready: [--url URL] [--timeout SECONDS].

        """;

    public static string Write(ProgramKind program)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"Usage: {program.Name} [options]").AppendLine()
            .AppendLine(program.Summary.ReplaceLineEndings()).AppendLine()
            .Append(Forms.ReplaceLineEndings());
        if (!program.IsSilo)
        {
            text.Append(Verbs.ReplaceLineEndings());
        }

        var options = program.Options.ToLookup(entry => entry.Section);
        foreach (var (section, title) in OptionCatalog.Sections.Where(known => options.Contains(known.Section)))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{section}: {title}");
            foreach (var entry in options[section])
            {
                Append(text, entry, program);
            }
        }

        if (!program.IsSilo)
        {
            text.AppendLine().AppendLine("Of rollup-boost, refused for now because the feature is missing");
            AppendWrapped(text, "  ", string.Join(", ", AbsentFeatures.Flags));
        }

        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, OptionEntry entry, ProgramKind program)
    {
        AppendWrapped(text, "  ", $"{string.Join(", ", entry.Flags)} {OptionText.Placeholder(entry)}");
        AppendWrapped(text, Indent, entry.Description);
        var variables = program.IsSilo ? entry.Variable : Variables(entry);
        AppendWrapped(text, Indent, $"Environment {variables}. Default {program.DefaultText(entry)}.");
    }

    private static string Variables(OptionEntry entry) =>
        entry.BoostVariable is { } boost ? $"{entry.Variable}, {boost}" : entry.Variable;

    private static void AppendWrapped(StringBuilder text, string indent, string sentence)
    {
        var line = new StringBuilder(indent);
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length > indent.Length && line.Length + word.Length + 1 > Columns)
            {
                text.AppendLine(line.ToString());
                line.Clear().Append(indent);
            }

            line.Append(line.Length > indent.Length ? " " : "").Append(word);
        }

        text.AppendLine(line.ToString());
    }
}
