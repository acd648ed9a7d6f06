using Sidecar.Fuzz.Tests.Running;
using Sidecar.Fuzz.Tests.Targets;
using Xunit.Abstractions;

namespace Sidecar.Fuzz.Tests;

/// <summary>The short run. The long one is <c>make fuzz MINUTES=10 SEED=…</c>, and draws the same inputs for the same seed.</summary>
[Trait("Category", "Fuzz")]
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Fixed, so that two runs of one commit do the same.</summary>
    private const int Seed = 7;

    /// <summary>A second or less of each target.</summary>
    private const int Inputs = 2000;

    public static TheoryData<string> Targets => [.. FuzzTarget.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public Task Reader_MutatedRecordings_ContradictsNoOracle(string target) =>
        RunAsync(new FuzzOptions { Seed = Seed, Targets = [target], Count = Inputs, HasWire = false });

    [Fact]
    [Trait("Category", "E2E")]
    public Task Gateway_MutatedRequestsAndAnswers_StaysUpAndAnswersTheOthersRightly() =>
        RunAsync(new FuzzOptions { Seed = Seed, Targets = [], Duration = TimeSpan.FromSeconds(8) });

    private async Task RunAsync(FuzzOptions options)
    {
        var report = await FuzzRun.RunAsync(options, static _ => { });

        var lines = report.Lines().ToList();
        lines.ForEach(output.WriteLine);
        Assert.True(report.Findings.Count == 0, string.Join('\n', lines));
        Assert.Equal(options.Count ?? 0, report.Inputs);
    }
}
