using System.Text.RegularExpressions;

namespace Sidecar.Gateway.Tests.Documentation;

/// <summary>What the pages on running it name is there.</summary>
public sealed partial class DeploymentDocumentTests
{
    public static TheoryData<string> Pages() => new("docs/deployment.md", "docs/upgrade.md", "docs/high-availability.md");

    [Theory]
    [MemberData(nameof(Pages))]
    public void Metrics_ThatArePointedAt_AreListed(string page)
    {
        var listed = Repository.Read("docs/metrics.md");

        var named = Metric().Matches(Repository.Read(page)).Select(match => match.Value).Distinct();

        Assert.All(named, name => Assert.Contains(name, listed, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Events_ThatArePointedAt_HaveTheirNames(string page)
    {
        var listed = Repository.TableRows("docs/events.md", cell => cell.All(char.IsAsciiDigit))
            .Select(cells => $"{cells[0]} {cells[1]}").ToHashSet();

        var named = Event().Matches(Repository.Read(page)).Select(match => match.Value).Distinct();

        Assert.Empty(named.Except(listed));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Paths_InCommands_Exist(string page)
    {
        var commands = string.Concat(Fenced().Matches(Repository.Read(page)).Select(match => match.Value));

        var named = OurPath().Matches(commands).Select(match => match.Value).Distinct();

        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Targets_OfMakeAndDocker_Exist(string page)
    {
        var text = Repository.Read(page);
        var makefile = Repository.Read("Makefile");
        var dockerfile = Repository.Read("Dockerfile");

        Assert.All(
            MakeTarget().Matches(text),
            match => Assert.Contains($"\n{match.Groups[1].Value}: ", makefile, StringComparison.Ordinal));
        Assert.All(
            DockerTarget().Matches(text),
            match => Assert.Contains($" AS {match.Groups[1].Value}\n", dockerfile, StringComparison.Ordinal));
    }

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex("sidecar_[a-z_]+[a-z](?=[`{ ])")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b[1-9][0-9]{3} [A-Z][a-z]+[A-Za-z]*\b")]
    private static partial Regex Event();

    [GeneratedRegex(@"\b(compose|packaging|eng)/[\w./-]*\w")]
    private static partial Regex OurPath();

    [GeneratedRegex(@"(?:`|\n)make ([a-z-]+)")]
    private static partial Regex MakeTarget();

    [GeneratedRegex(@"--target ([a-z-]+)")]
    private static partial Regex DockerTarget();
}
