using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>The verb itself: its help, its lines, and how it is used wrongly.</summary>
[Trait("Category", "E2E")]
public sealed class DoctorCommandTests : IDisposable
{
    private readonly GatewayCommand _command = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_Asked_IsTheDoctorsOwn(string flag)
    {
        var result = await _command.RunAsync("doctor", flag, "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("Usage: Sidecar.Gateway doctor", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheGateway_NamesTheVerb()
    {
        var result = await _command.RunAsync("--help");

        Assert.Matches("(?m)^  doctor ", result.Output);
    }

    [Theory]
    [InlineData("--bulder-url", "http://10.0.0.1")]
    [InlineData("--json=yes")]
    [InlineData("--l2-url")]
    [InlineData("--check")]
    [InlineData("stray")]
    public async Task Usage_Wrong_EndsWith2AndChecksNothing(params string[] flags)
    {
        var result = await _command.RunAsync(["doctor", .. flags]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was checked. See doctor --help.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_OfAReport_HaveLevelSubjectAndIdAndEndWithASummary()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Builder.Crash();

        var result = await setup.RunAsync();

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines[..^2], line => Assert.Matches(
            "^(ok      |warning |error   ) (gateway|local|builder|redis) +[a-z-]+[.][a-z-]+: .+[.]$", line));
        Assert.Contains(lines, line => line.StartsWith("error    builder reachable.refused: ", StringComparison.Ordinal)
            && line.Contains(" Fix: ", StringComparison.Ordinal));
        Assert.StartsWith("Not made, for want of what they need: ", lines[^2], StringComparison.Ordinal);
        Assert.Matches("^doctor: [0-9]+ ok, 0 warnings, 1 error$", lines[^1]);
    }

    public void Dispose() => _command.Dispose();
}
