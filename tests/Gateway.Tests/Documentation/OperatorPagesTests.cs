using System.Text.RegularExpressions;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Tests.Telemetry;

namespace Sidecar.Gateway.Tests.Documentation;

/// <summary>The pages for people who run the gateway: what they name is what there is, and nothing of it is left out.</summary>
public sealed partial class OperatorPagesTests
{
    private const string Runbook = "docs/runbook.md";

    public static TheoryData<string> Pages =>
        [Runbook, "docs/quick-start.md", "docs/faq.md", "docs/from-rollup-boost.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Metrics_InCode_AreServedWithTheseLabels(string page)
    {
        var known = await KnownMetrics.ReadAsync();

        var problems = InlineCode().Matches(Repository.Read(page)).Select(match => match.Groups["code"].Value)
            .Where(code => Metric().IsMatch(code)).Distinct()
            .SelectMany(query => known.ProblemsInText(query));

        Assert.Empty(problems);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Events_Named_Exist(string page)
    {
        var known = Repository.TableRows("docs/events.md", cell => Event().IsMatch(cell)).Select(cells => cells[0]).ToHashSet();
        var ports = OptionCatalog.All.Select(EffectiveSettings.DefaultText).SelectMany(text => Event().Matches(text));

        var named = Event().Matches(Fence().Replace(Repository.Read(page), "")).Select(match => match.Value)
            .Except(ports.Select(match => match.Value));

        Assert.Subset(known, named.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Pages_AllLines_AreFew(string page) => Assert.InRange(Repository.ReadLines(page).Length, 1, 300);

    [Fact]
    public void ReasonTable_AgainstCode_HasEveryReasonAndNoOther()
    {
        var coded = Enum.GetValues<FallbackReason>().Except([FallbackReason.None]).Select(reason => reason.ToTag());

        var rows = Repository.TableRows(Runbook, cell => Tag().IsMatch(cell)).Where(cells => cells.Length == 4).ToList();

        Assert.Equal(coded.Order(StringComparer.Ordinal), rows.Select(cells => cells[0].Trim('`')).Order(StringComparer.Ordinal));
        Assert.All(rows, cells => Assert.All(cells, Assert.NotEmpty));
    }

    [Fact]
    public void ReadinessTable_AgainstCode_HasEverySentenceAndNoOther()
    {
        var coded = Sentence().Matches(Repository.Read("src/Gateway/Health/HealthState.cs")).Select(match => match.Groups["text"].Value);

        var written = Repository.TableRows(Runbook, cell => cell.EndsWith(".`", StringComparison.Ordinal)).Select(cells => cells[0].Trim('`'));

        Assert.Equal(coded.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Runbook_EachAnswer_SaysHowToConfirmIt()
    {
        string[] withoutFault = ["How do I know that it works?", "Which port is which?", "/readyz says 503"];

        var sections = Repository.Read(Runbook).Split("\n## ").Skip(1)
            .Where(section => !withoutFault.Contains(section[..section.IndexOf('\n', StringComparison.Ordinal)]));

        Assert.All(sections, section => Assert.Matches(@"\*\*Confirm\*\*[,:]", section));
    }

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^(sidecar|rollup_boost|process|dotnet)_[a-z_]+(\{.*\})?$|_(bucket|total)\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<![\d.:/#-])[1-9]\d{3}(?![\d.]*\d|/)\b")]
    private static partial Regex Event();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^`[a-z_]+`$")]
    private static partial Regex Tag();

    [GeneratedRegex("new\\(false, \"(?<text>[^\"]+)\"\\)")]
    private static partial Regex Sentence();
}
