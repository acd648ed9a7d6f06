using System.Text.RegularExpressions;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Documentation;

public sealed partial class ConfigurationDocumentTests
{
    private const string Page = "docs/configuration.md";
    private const string Marker = "<!-- Generated from here on. -->\n";

    private static IEnumerable<string> KnownFlags =>
        OptionCatalog.All.SelectMany(entry => entry.Flags).Concat(AbsentFeatures.Flags);

    [Fact]
    public void ConfigurationPage_AgainstCatalog_IsCurrent()
    {
        var page = Repository.Read(Page);
        var start = page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;

        var tables = page[start..].Trim();

        Assert.True(
            OptionCatalog.ToMarkdown().ReplaceLineEndings("\n") == tables,
            $"{Page} is stale. Its first lines say how to make it again.");
    }

    [Fact]
    public void ConfigurationTable_OfReadme_HasOnlyFlagsOfTheCatalog()
    {
        var rows = Repository.TableRows("README.md", cell => cell.StartsWith("`--", StringComparison.Ordinal)).ToList();

        var flags = rows.SelectMany(cells => Flag().Matches(cells[0])).Select(match => match.Value).ToList();

        Assert.InRange(rows.Count, 15, 25);
        Assert.All(flags, flag => Assert.Contains(flag, OptionCatalog.All.SelectMany(entry => entry.Flags)));
    }

    [Fact]
    public void ConfigurationTable_OfReadme_HasTheDefaultsOfTheCatalog() => Assert.All(
        Repository.TableRows("README.md", cell => cell.StartsWith("`--", StringComparison.Ordinal)),
        cells =>
        {
            var flag = Flag().Match(cells[0]).Value;
            var entry = OptionCatalog.All.Single(entry => entry.Flags.Contains(flag));
            Assert.Equal(EffectiveSettings.DefaultText(entry), cells[1]);
        });

    [Fact]
    public void ComparisonPage_OfRollupBoost_HasEveryFlagOfItsNames()
    {
        var page = Repository.Read("docs/from-rollup-boost.md");
        var flags = OptionCatalog.All.Select(entry => entry.BoostFlag).OfType<string>().Concat(AbsentFeatures.Flags);

        Assert.All(flags, flag => Assert.Matches($"`{flag}`", page));
    }

    [Fact]
    public void AllPages_FlagsInCode_Exist()
    {
        string[] own = ["--help", "--help-markdown", "--version", "--check", "--config", "--json", "--dry-forkchoice"];
        string[] ofOthers =
        [
            "--l2", "--l2.jwt-secret", "--authrpc.vhosts", "--authrpc.jwtsecret",
            "--sequencer.enabled", "--sequencer.stopped", "--conductor.enabled", "--conductor.rpc",
            "--conductor.rpc-timeout", "--rpc.enable-admin",
            "--node.rpc", "--execution.rpc", "--rollup-boost.enabled", "--rollup-boost.healthcheck-timeout",
            "--rollup-boost.next-enabled", "--rollup-boost.next-healthcheck-url", "--healthcheck.interval",
            "--healthcheck.unsafe-interval", "--healthcheck.min-peer-count",
            "--healthcheck.rollup-boost-partial-healthiness-tolerance-limit",
            "--raft.server.id", "--consensus.addr", "--consensus.port",
        ];
        var pages = Repository.MarkdownFiles()
            .Where(file => file == "README.md" || file.StartsWith("docs/", StringComparison.Ordinal));
        var unknown =
            from file in pages
            from Match match in QuotedFlag().Matches(Repository.Read(file))
            let flag = match.Groups["flag"].Value
            where !KnownFlags.Concat(own).Concat(ofOthers).Contains(flag)
            select $"{file}: {flag}";

        Assert.Empty(unknown);
    }

    [GeneratedRegex("--[a-z0-9-]+")]
    private static partial Regex Flag();

    [GeneratedRegex("`(?<flag>--[a-z0-9.-]+)[^`]*`")]
    private static partial Regex QuotedFlag();
}
