using System.Text;
using System.Text.RegularExpressions;

namespace Sidecar.Gateway.Tests.Documentation;

/// <summary>Links of Markdown files, as a reader of the repository follows them.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>Targets of inline links that stay in the repository; code is left out.</summary>
    public static IEnumerable<string> RelativeTargets(string markdown) =>
        from Match match in Link().Matches(InlineCode().Replace(Fence().Replace(markdown, ""), ""))
        let target = match.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal)
            && !target.StartsWith("mailto:", StringComparison.Ordinal)
        select target;

    /// <summary>The anchors that a page's headings make, in the spelling of the usual renderers.</summary>
    public static HashSet<string> Anchors(string markdown) =>
        [.. Heading().Matches(Fence().Replace(markdown, "")).Select(match => Slug(match.Groups["text"].Value))];

    private static string Slug(string heading)
    {
        var slug = new StringBuilder();
        foreach (var letter in heading.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter is '-' or '_')
            {
                slug.Append(letter);
            }
            else if (letter == ' ')
            {
                slug.Append('-');
            }
        }

        return slug.ToString();
    }

    [GeneratedRegex(@"^(?<fence>```+).*?^\k<fence>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
