using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Doctor.Redis;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class GatewaysJudgementTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Gateways_SeenLately_AreListed()
    {
        var state = State([Report("a1", age: 2), Report("b1", age: 59), Report("gone", age: 61)]);

        var finding = Assert.Single(GatewaysJudgement.Judge(state, "a1", "local:8551", Now));

        Assert.Equal("gateways.ok", finding.Kind.Id);
        Assert.Equal(
            "Seen in the last minute: a1 0.1.0 of local:8551, 2 s ago, b1 0.1.0 of local:8551, 59 s ago.", finding.Meaning);
    }

    [Fact]
    public void Gateways_NoneSeen_IsFineToo() =>
        Assert.Equal(["gateways.none"], Ids(State([Report("gone", age: 61)])));

    [Fact]
    public void Name_OfOursInFrontOfAnotherSequencer_IsAnError() =>
        Assert.Equal(["gateways.ok", "gateways.name-taken"], Ids(State([Report("a1", age: 2) with { Sequencer = "other:8551" }])));

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Report_FromTheFuture_IsAClockThatIsOff(int seconds, bool isOff) => Assert.Equal(
        isOff ? ["gateways.ok", "gateways.clock-off"] : ["gateways.ok"], Ids(State([Report("b1", age: -seconds)])));

    [Theory]
    [InlineData(ExecutionMode.Enabled, false)]
    [InlineData(ExecutionMode.DryRun, true)]
    [InlineData(ExecutionMode.Disabled, true)]
    public void Mode_SetLast_IsAWarningUnlessEnabled(ExecutionMode mode, bool isSaid)
    {
        var state = State([]) with
        {
            Modes =
            [
                new(Guid.NewGuid(), ExecutionMode.Disabled, "ann", "before", Now, null),
                new(Guid.NewGuid(), mode, "bob", "maintenance", Now, null),
            ],
        };

        var findings = GatewaysJudgement.Judge(state, "a1", "local:8551", Now).Skip(1).ToList();

        Assert.Equal(isSaid ? ["gateways.mode"] : [], findings.Select(finding => finding.Kind.Id));
        Assert.All(findings, finding => Assert.StartsWith("bob set the execution mode", finding.Meaning, StringComparison.Ordinal));
    }

    private static List<string> Ids(ClusterState state) =>
        [.. GatewaysJudgement.Judge(state, "a1", "local:8551", Now).Select(finding => finding.Kind.Id)];

    private static ClusterState State(IEnumerable<GatewayReport> reports) => new() { Gateways = [.. reports] };

    private static GatewayReport Report(string id, int age) =>
        new(id, "0.1.0", "local:8551", 7, 0, Now - TimeSpan.FromSeconds(age));
}
