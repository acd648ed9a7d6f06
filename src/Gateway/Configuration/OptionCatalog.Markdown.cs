using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Configuration;

internal static partial class OptionCatalog
{
    /// <summary>One table for each section, for docs/configuration.md.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var (section, title) in Sections)
        {
            var sentence = $"{char.ToUpperInvariant(title[0])}{title[1..]}.";
            text.AppendLine(CultureInfo.InvariantCulture, $"### {section}").AppendLine()
                .AppendLine(sentence).AppendLine()
                .AppendLine("| Key | Flag | Environment | Default | Allowed | Meaning |")
                .AppendLine("|---|---|---|---|---|---|");
            foreach (var entry in InSection(section))
            {
                text.AppendLine(Row(entry));
            }

            text.AppendLine();
        }

        return text.ToString().TrimEnd();
    }

    private static string Row(OptionEntry entry)
    {
        string?[] variables = [entry.Variable, entry.BoostVariable];
        string[] cells =
        [
            $"`{entry.Key}`",
            string.Join(", ", entry.Flags.Select(flag => $"`{flag}`")),
            string.Join(", ", variables.OfType<string>().Select(variable => $"`{variable}`")),
            EffectiveSettings.DefaultText(entry),
            Allowed(entry),
            entry.Description,
        ];
        return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }

    private static string Allowed(OptionEntry entry) => entry switch
    {
        { Kind: OptionKind.Milliseconds } => $"{OptionText.RangeOf(entry)}; bare number: ms",
        { Kind: OptionKind.Seconds } => $"{OptionText.RangeOf(entry)}; bare number: s",
        { Range: not null } => OptionText.RangeOf(entry),
        { Kind: OptionKind.Word } => string.Join(", ", WordText.All(entry.ValueType)),
        { Kind: OptionKind.Switch } => "true, false",
        { Kind: OptionKind.Host } => "IP address, localhost",
        { Kind: OptionKind.Url } => "http, https",
        { Key: "Engine:MethodsWithoutToken" } => "no engine_*",
        { Key: "Operations:Token" } => "printable ASCII",
        { Key: "Redis:Password" } => "any text",
        { Kind: OptionKind.List } when entry.Key.EndsWith(":TlsPins", StringComparison.Ordinal) =>
            "sha256/ and base64, 64 hex digits",
        { Key: "Redis:Endpoints" } => "host:port, host; at most 16",
        { Kind: OptionKind.Name } => $"1 to {NameText.LengthMax} of A-Z a-z 0-9 . _ : -",
        { Kind: OptionKind.ChainId } => "decimal, hex with 0x",
        { Kind: OptionKind.Text } => "any text",
        { Kind: OptionKind.Secret } => "64 hex digits",
        _ => "",
    };
}
