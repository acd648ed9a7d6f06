using System.Globalization;
using System.Text.RegularExpressions;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Documentation;

/// <summary>Runs the commands of docs/quick-start.md as they stand there, on other ports and in another folder.</summary>
[Trait("Category", "E2E")]
public sealed partial class QuickStartTests : IDisposable
{
    private const int Blocks = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("quick-start-").FullName;
    private readonly Dictionary<string, string> _places;
    private readonly string[] _ports;

    public QuickStartTests()
    {
        var (engine, operations, metrics) = (Port(), Port(), Port());
        _ports = ["--engine-port", engine, "--operations-port", operations, "--metrics-port", metrics];
        _places = new()
        {
            ["/tmp/quick-start"] = _folder,
            ["127.0.0.1:8551"] = "127.0.0.1:LOCAL",
            ["127.0.0.1:8552"] = "127.0.0.1:BUILDER",
            ["--port 8551"] = "--port LOCAL",
            ["--port 8552"] = "--port BUILDER",
            ["LOCAL"] = Port(),
            ["BUILDER"] = Port(),
            ["127.0.0.1:8081"] = $"127.0.0.1:{engine}",
            ["127.0.0.1:9090"] = $"127.0.0.1:{metrics}",
            ["--blocks 20"] = $"--blocks {Blocks}",
            ["tests/Devnet/bin/Release/net10.0/Sidecar.Devnet.dll"] = BuiltDevnet(),
            ["src/Gateway/bin/Release/net10.0/Sidecar.Gateway.dll"] = GatewayLaunch.BuiltProgram,
        };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WithoutDocker_EachCommand_DoesWhatThePageSays()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, "docs", "quick-start.md"));
        var commands = Commands(Section(page, "## Without Docker"));
        Jwt.WriteSecretFile(Path.Combine(_folder, "local.hex"), Jwt.NewSecret());
        Jwt.WriteSecretFile(Path.Combine(_folder, "builder.hex"), Jwt.NewSecret());

        await using var local = Start(commands, "client --name local");
        await local.WaitForLineAsync("local listens on", Patience);
        await using var builder = Start(commands, "client --name builder");
        await builder.WaitForLineAsync("builder listens on", Patience);
        await using var doctor = Start(commands, "Sidecar.Gateway.dll doctor", _ports);
        Assert.Equal(0, await doctor.WaitForExitAsync(Patience));
        await using var gateway = Start(commands, "Sidecar.Gateway.dll --local-url", _ports);
        await gateway.WaitForLineAsync("Builder state went from Unknown to Synced.", Patience);
        await using var driver = Start(commands, "drive --sequencer");
        Assert.Equal(0, await driver.WaitForExitAsync(Patience));
        var answers = new List<string>();
        using var http = new HttpClient();
        foreach (var curl in commands.Where(command => command.StartsWith("curl ", StringComparison.Ordinal)))
        {
            answers.Add(await http.GetStringAsync(new Uri(Url().Match(curl).Value)));
        }

        Assert.Contains("0 errors", doctor.Output, StringComparison.Ordinal);
        Assert.Contains($"total: {Blocks} blocks ({Blocks} of builder), 0 missed", driver.Output, StringComparison.Ordinal);
        Assert.Equal(Blocks, gateway.Lines.Count(line => line.Contains("from Builder (None) for 0x", StringComparison.Ordinal)));
        Assert.Equal(["OK", "OK"], answers[..2]);
        Assert.Contains($"sidecar_blocks_total{{reason=\"none\",source=\"builder\"}} {Blocks}\n", answers[2], StringComparison.Ordinal);
    }

    /// <summary>Built as the tests were: the same configuration, the same grain engine.</summary>
    private static string BuiltDevnet()
    {
        var tests = Path.Combine(RepositoryFolder.Path, "tests");
        var build = Path.GetRelativePath(Path.Combine(tests, "EndToEnd.Tests"), AppContext.BaseDirectory);
        return Path.Combine(tests, "Devnet", build, "Sidecar.Devnet.dll");
    }

    private static string Port() => FreePort.Next().ToString(CultureInfo.InvariantCulture);

    private ChildProcess Start(List<string> commands, string part, params string[] more)
    {
        var words = commands.Single(command => command.Contains(part, StringComparison.Ordinal)).Split(' ');
        return ChildProcess.Start(words[0], [.. words[1..], .. more], workingDirectory: _folder);
    }

    private List<string> Commands(string section) =>
    [
        .. FencedCommands.Of(section).Select(line => _places.Aggregate(
            line, (text, place) => text.Replace(place.Key, place.Value, StringComparison.Ordinal))),
    ];

    private static string Section(string page, string title)
    {
        var start = page.IndexOf(title, StringComparison.Ordinal);
        var end = page.IndexOf("\n## ", start + title.Length, StringComparison.Ordinal);
        return end < 0 ? page[start..] : page[start..end];
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Url();
}
