using System.Text.RegularExpressions;
using Sidecar.Gateway.Tests.Documentation;
using YamlDotNet.Serialization;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed partial class AlertRulesTests
{
    private const string File = "compose/prometheus/alerts.yml";
    private const string Runbook = "docs/runbook.md";

    [Fact]
    public async Task Expressions_OfAllAlerts_NameWhatTheGatewayServes()
    {
        var known = await KnownMetrics.ReadAsync();

        var problems =
            from rule in Rules()
            let texts = string.Concat(Annotations(rule).Values)
            from problem in known.Problems((string)rule["expr"], PromSelector.InTemplate(texts))
            select $"{rule["alert"]}: {problem}";

        Assert.Empty(problems);
    }

    [Fact]
    public void Alerts_All_SayWhatIsWrongAndWhereToReadOn()
    {
        var rules = Rules();
        var anchors = MarkdownLinks.Anchors(Repository.Read(Runbook));

        Assert.True(rules.Count > 10);
        Assert.Equal(rules.Count, rules.Select(rule => rule["alert"]).Distinct().Count());
        Assert.All(rules, rule =>
        {
            var annotations = Annotations(rule);
            var page = annotations["runbook_url"].Split('#');
            Assert.StartsWith("Sidecar", (string)rule["alert"], StringComparison.Ordinal);
            Assert.EndsWith(".", annotations["summary"], StringComparison.Ordinal);
            Assert.EndsWith(".", annotations["description"], StringComparison.Ordinal);
            Assert.Equal(Runbook, page[0]);
            Assert.Contains(page[1], anchors);
            Assert.Contains((string)Map(rule["labels"])["severity"], (string[])["page", "ticket"]);
            Assert.Matches(Duration(), rule.TryGetValue("for", out var lasting) ? (string)lasting : "0s");
        });
    }

    [Fact]
    public void Events_ThatAlertsName_Exist()
    {
        var known = Repository.TableRows("docs/events.md", cell => Event().IsMatch(cell)).Select(cells => cells[0]).ToHashSet();

        var named = Rules().SelectMany(rule => Event().Matches(Annotations(rule)["description"])).Select(match => match.Value);

        Assert.Subset(known, named.ToHashSet());
    }

    private static List<Dictionary<object, object>> Rules()
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(Repository.Read(File));
        return
        [
            .. ((List<object>)file["groups"]).SelectMany(group => (List<object>)Map(group)["rules"]).Select(Map),
        ];
    }

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;

    private static Dictionary<string, string> Annotations(Dictionary<object, object> rule) =>
        Map(rule["annotations"]).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value);

    [GeneratedRegex(@"^\d+[smh]$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b\d{4}\b")]
    private static partial Regex Event();
}
