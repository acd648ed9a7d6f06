using System.Globalization;
using Sidecar.Chaos.Tests.Running;
using Xunit.Abstractions;

namespace Sidecar.Chaos.Tests;

/// <summary>The short run. The long one is <c>make chaos SLOTS=2000 SEED=…</c>, and draws the same for the same seed.</summary>
[Trait("Category", "Chaos")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int DefaultSlots = 90;

    /// <summary>Fixed, so that two runs of one commit do the same; SIDECAR_CHAOS_SEED puts another in their place.</summary>
    public static TheoryData<int> Seeds =>
        Setting("SIDECAR_CHAOS_SEED") is { } seed ? [seed] : [7, 1031];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Cluster_UnderFaults_KeepsEveryInvariant(int seed)
    {
        var options = new ChaosOptions { Seed = seed, Slots = Setting("SIDECAR_CHAOS_SLOTS") ?? DefaultSlots };
        output.WriteLine($"seed {seed}, {options.Slots} slots");

        var report = await ChaosRun.RunAsync(options, output.WriteLine);

        var lines = report.Lines().ToList();
        lines.ForEach(output.WriteLine);
        Assert.True(report.Violations.Count == 0, string.Join('\n', lines));
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
