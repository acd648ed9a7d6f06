using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Documentation;

/// <summary>The files of the working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs =
        new(StringComparer.Ordinal) { ".git", "bin", "obj", "node_modules", "artifacts", "TestResults" };

    public static string Root => RepositoryFolder.Path;

    /// <summary>Every Markdown file, as a path from the root.</summary>
    public static IEnumerable<string> MarkdownFiles() =>
        Walk(Root).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>The cells of the table rows whose first cell passes.</summary>
    public static IEnumerable<string[]> TableRows(string path, Func<string, bool> isFirstCell) =>
        from line in ReadLines(path)
        where line.StartsWith("| ", StringComparison.Ordinal)
        let cells = line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim()).ToArray()
        where isFirstCell(cells[0])
        select cells;

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => !NotOurs.Contains(Path.GetFileName(child)))
                .SelectMany(Walk));
}
