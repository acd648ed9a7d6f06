using System.Text.RegularExpressions;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>
/// The gateway as the version after this one may be: built, once a run, from a copy of the sources whose stored states
/// have one more member.
/// </summary>
internal static class NextVersion
{
    /// <summary>Its number, as it reports it to the cluster.</summary>
    public const string Number = "99.0.0";

    /// <summary>The name of the new member.</summary>
    public const string Member = "Note";

    /// <summary>Its value in everything that this version writes.</summary>
    public const string MemberValue = "of the next version";

    private static readonly string[] Copied =
        ["src", "eng", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    private static readonly string[] Records = ["PayloadRecord", "BuilderState", "ClusterState"];

    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>Ends with the path of its assembly.</summary>
    public static Task<string> ProgramAsync() => Built.Value;

    private static async Task<string> BuildAsync()
    {
        var root = FindRoot();
        var folder = Path.Combine(root, "artifacts", "next-version");
        var copy = Path.Combine(folder, "sources");
        await CopyAsync(root, copy);

        // Both versions on the same engine, so that they differ in nothing but what was edited.
        var hasOwnEngine = File.Exists(Path.Combine(AppContext.BaseDirectory, "Sidecar.Orleans.Embedded.dll"));
        string[] arguments =
        [
            "build", Path.Combine(copy, "src", "Gateway"), "--output", Path.Combine(folder, "bin"),
            "--configuration", "Debug", "--disable-build-servers", "--verbosity", "quiet", "--nologo",
            $"-p:OrleansEngine={(hasOwnEngine ? "embedded" : "packages")}",
            "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:GenerateDocumentationFile=false",
        ];
        await using var build = ChildProcess.Start("dotnet", arguments, WithoutTestHost(), copy);
        var exitCode = await build.WaitForExitAsync(TimeSpan.FromMinutes(5));
        return exitCode == 0
            ? Path.Combine(folder, "bin", Path.GetFileName(GatewayLaunch.BuiltProgram))
            : throw new InvalidOperationException($"The next version does not build:\n{build.Output}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sidecar.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run within the repository.");
    }

    /// <summary>Writes what differs and removes what is not there any more: the rest need not be built again.</summary>
    private static async Task CopyAsync(string root, string copy)
    {
        HashSet<string> kept = [];
        foreach (var source in Copied.SelectMany(name => Files(Path.Combine(root, name))))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(root, source));
            kept.Add(target);
            var text = Edit(source, await File.ReadAllTextAsync(source));
            if (!File.Exists(target) || await File.ReadAllTextAsync(target) != text)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await File.WriteAllTextAsync(target, text);
            }
        }

        foreach (var gone in Files(Path.Combine(copy, "src")).Where(file => !kept.Contains(file)))
        {
            File.Delete(gone);
        }
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(file => !file.EndsWith(".md", StringComparison.Ordinal))
                .Concat(Directory.EnumerateDirectories(path)
                    .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
                    .SelectMany(Files))
            : [];
    }

    private static string Edit(string path, string text)
    {
        var name = Path.GetFileName(path);
        if (name == "Directory.Build.props")
        {
            return Replace(path, text, "<Version>[^<]*</Version>", $"<Version>{Number}</Version>");
        }

        var record = Records.FirstOrDefault(record => name == record + ".cs");
        var member = $"[Id(9)]\n    public string? {Member} {{ get; init; }} = \"{MemberValue}\";";
        return record is null ? text : Replace(path, text, $"record {record}\n{{\n", $"$0    {member}\n\n");
    }

    private static string Replace(string path, string text, string pattern, string replacement)
    {
        Assert.True(Regex.Count(text, pattern) == 1, $"{path} does not have \"{pattern}\" once.");
        return Regex.Replace(text, pattern, replacement);
    }

    /// <summary>What the test host tells its children about its own build is not about this one.</summary>
    private static Dictionary<string, string?> WithoutTestHost() => Environment.GetEnvironmentVariables().Keys
        .Cast<string>()
        .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(name => name, _ => (string?)null);
}
