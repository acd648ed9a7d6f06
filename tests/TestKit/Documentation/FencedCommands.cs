using System.Text.RegularExpressions;

namespace Sidecar.TestKit;

/// <summary>Commands that a page shows in fenced blocks.</summary>
public static partial class FencedCommands
{
    /// <summary>Each line of the blocks, with the ones it goes on with.</summary>
    public static IEnumerable<string> Of(string markdown) =>
        from Match fence in Fence().Matches(markdown)
        from line in Continuation().Replace(fence.Groups["lines"].Value, " ").Split('\n')
        where line.Trim().Length > 0
        select line.Trim();

    /// <summary>The flags of a command, without what their values hold.</summary>
    public static IEnumerable<string> FlagsOf(string command) =>
        Flag().Matches(Quoted().Replace(command, "")).Select(match => match.Groups["flag"].Value);

    [GeneratedRegex(@"^```[a-z]*\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<=[\s\[])(?<flag>--[a-z0-9][a-z0-9.-]*)")]
    private static partial Regex Flag();
}
