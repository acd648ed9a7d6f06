namespace Sidecar.Gateway.Tests.Documentation;

public sealed class MarkdownFilesTests
{
    [Fact]
    public void Links_OfAllPages_LeadSomewhere()
    {
        var broken =
            from file in Repository.MarkdownFiles()
            from target in MarkdownLinks.RelativeTargets(Repository.Read(file))
            where !LeadsSomewhere(file, target)
            select $"{file}: {target}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Links_WithoutTarget_AreFound()
    {
        const string Page =
            "[a](b.md) and [c](https://d) and `[e](f.md)`\n\n```\n[g](h.md)\n```\n\n## One *word*, two\n";

        Assert.Equal(["b.md"], MarkdownLinks.RelativeTargets(Page));
        Assert.Equal(["one-word-two"], MarkdownLinks.Anchors(Page));
        Assert.False(LeadsSomewhere("README.md", "docs/no-such-page.md"));
        Assert.False(LeadsSomewhere("README.md", "README.md#no-such-heading"));
    }

    [Theory]
    [InlineData("README.md", 150)]
    [InlineData("CONTRIBUTING.md", 80)]
    public void FrontPages_AllLines_AreFew(string file, int linesMax) =>
        Assert.InRange(Repository.ReadLines(file).Length, 1, linesMax);

    [Fact]
    public void FolderPages_InSource_AreShort()
    {
        var pages = Repository.MarkdownFiles()
            .Where(file => file.StartsWith("src/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(pages);
        Assert.All(pages, file => Assert.InRange(Repository.ReadLines(file).Length, 1, 15));
    }

    private static bool LeadsSomewhere(string file, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0
            ? file
            : Path.GetRelativePath(
                Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, parts[0]));
        var full = Path.Combine(Repository.Root, path);
        if (parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal))
        {
            return File.Exists(full) || Directory.Exists(full);
        }

        return File.Exists(full) && MarkdownLinks.Anchors(Repository.Read(path)).Contains(parts[1]);
    }
}
