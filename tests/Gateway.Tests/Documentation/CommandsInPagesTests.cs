using System.Text.RegularExpressions;
using Sidecar.Gateway.Configuration;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Documentation;

/// <summary>What pages tell a reader to type: every flag, target and file of ours in it exists.</summary>
public sealed partial class CommandsInPagesTests
{
    private static readonly string[] OwnFlags =
        ["--help", "--help-markdown", "--version", "--check", "--config", "--json", "--dry-forkchoice", "--url", "--timeout"];

    private static readonly List<(string Page, string Command)> Commands =
    [
        .. from page in Repository.MarkdownFiles()
           where page == "README.md" || page.StartsWith("docs/", StringComparison.Ordinal)
           from command in FencedCommands.Of(Repository.Read(page))
           select (page, command),
    ];

    [Fact]
    public void Commands_OfTheGateway_HaveFlagsThatExist()
    {
        var known = OptionCatalog.All.SelectMany(entry => entry.Flags).Concat(OwnFlags).ToHashSet();

        var given = Matching(Gateway(), (page, command, match) => FencedCommands.FlagsOf(command[match.Length..])
            .Select(flag => (Page: page, Flag: flag))).ToList();

        Assert.Contains(given, use => use.Page == "docs/quick-start.md");
        Assert.Contains(given, use => use.Page == "docs/runbook.md");
        Assert.All(given, use => Assert.True(known.Contains(use.Flag), $"{use.Page}: {use.Flag}"));
    }

    [Fact]
    public void Commands_OfTheDevnet_HaveVerbsAndFlagsThatExist()
    {
        var source = string.Concat(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/Devnet"), "*Command.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText));

        var words = Matching(Devnet(), (_, command, match) =>
            FencedCommands.FlagsOf(command[match.Length..]).Append(match.Groups["verb"].Value)).ToList();

        Assert.NotEmpty(words);
        Assert.All(words, word => Assert.Contains($"\"{word}\"", source, StringComparison.Ordinal));
    }

    [Fact]
    public void Commands_OfMake_HaveTargetsThatExist()
    {
        var targets = Repository.ReadLines("Makefile").Where(line => Target().IsMatch(line))
            .Select(line => Target().Match(line).Groups["name"].Value).ToHashSet();

        var named = Matching<string>(Make(), (_, _, match) => [match.Groups["name"].Value]).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(targets));
    }

    [Fact]
    public void Commands_OfScripts_NameFilesThatExist()
    {
        var named = Matching<string>(Script(), (_, _, match) => [match.Value]).ToList();

        Assert.All(named, file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), file));
    }

    [Fact]
    public void FlagsOf_CommandOverLines_AreFound()
    {
        const string Page = "```\nmake x\na --b 1 \\\n  --c '--d'\n```\ntext --e\n";

        var commands = FencedCommands.Of(Page).ToList();

        Assert.Equal(["make x", "a --b 1 --c '--d'"], commands);
        Assert.Equal(["--b", "--c"], FencedCommands.FlagsOf(commands[1]));
    }

    private static IEnumerable<T> Matching<T>(Regex program, Func<string, string, Match, IEnumerable<T>> read) =>
        from known in Commands
        let match = program.Match(known.Command)
        where match.Success
        from found in read(known.Page, known.Command, match)
        select found;

    /// <summary>The gateway by one of its names, up to where its own arguments begin.</summary>
    [GeneratedRegex(@"^(dotnet \S*Sidecar\.Gateway\.dll|Sidecar\.Gateway|sidecar-gateway|dotnet run --project src/Gateway.* --)(?=\s|$)")]
    private static partial Regex Gateway();

    [GeneratedRegex(@"^dotnet tests/Devnet/\S+/Sidecar\.Devnet\.dll (?<verb>[a-z-]+)")]
    private static partial Regex Devnet();

    [GeneratedRegex(@"^make (?<name>[a-z-]+)")]
    private static partial Regex Make();

    [GeneratedRegex("^(?<name>[a-z-]+):")]
    private static partial Regex Target();

    [GeneratedRegex(@"^(compose|eng)/[a-z./-]+")]
    private static partial Regex Script();
}
