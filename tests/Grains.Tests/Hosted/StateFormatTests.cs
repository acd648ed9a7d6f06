using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Storage;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains.Blocks;
using Sidecar.Grains.Builders;
using Sidecar.Grains.Chain;
using Sidecar.Grains.Payloads;
using Sidecar.Grains.Tests.Builders;
using Sidecar.Grains.Tests.Chain;
using Sidecar.Grains.Tests.Payloads;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Hosted;

/// <summary>What is stored must be readable by the version before and by the version after.</summary>
public sealed class StateFormatTests
{
    private static readonly SystemTextJsonGrainStorageSerializer Serializer = GrainHost.Serializer;

    [Fact]
    public void Payload_AsStored_IsThisText()
    {
        var (state, _) = PayloadTransitions.Decide(
            PayloadTransitions.RecordBuilder(new(), Build(1), Run("x", 7), new()), Build(1), Decision(1), new());

        Assert.Equal(
            """
            {"Builds":[{"Build":{"Digest":"00000000000000d10000000000000001",
            "Parent":"0x00000000000000b1000000000000000000000000000000000000000000000000",
            "Timestamp":101,"Attributes":"{}","OpenedBy":"a","OpenedAt":"2026-01-01T00:00:01+00:00","IsUnknown":false},
            "Builders":[{"BuilderId":"x","PayloadId":"0x0000000000000007","Failure":0,"GatewayId":"a","IsProbe":false}],
            "Decision":{"Source":1,"Reason":0,
            "BlockHash":"0x00000000000000b1000000000000000000000000000000000000000000000001",
            "BlockNumber":1,"GasUsed":21000,"TransactionCount":1,"GetPayloadVersion":4,"GatewayId":"a",
            "DecidedAt":"2026-01-01T00:00:00+00:00"}}]}
            """.ReplaceLineEndings(""),
            Text(state));
    }

    [Fact]
    public void BlockPage_AsStored_IsThisText() => Assert.Equal(
        """
        {"Blocks":[{"GatewayId":"a","PayloadId":"0x0000000000000001","Number":1,
        "Hash":"0x00000000000000b1000000000000000000000000000000000000000000000001","Source":1,"Reason":0,
        "At":"2026-01-01T00:00:00+00:00","Builder":{"Transactions":1,"GasUsed":21000},
        "Times":{"LocalForkchoice":1000,"BuilderAcknowledged":2000,"BuilderAsked":0,"BuilderPayload":3000,
        "Validated":4000,"DecisionBegun":4000,"Decided":5000}}]}
        """.ReplaceLineEndings(""),
        Text(BlockPages.Add(new(), [Block(1)], new())));

    [Fact]
    public void Builder_AsStored_IsThisText()
    {
        var options = new BuilderGrainOptions();
        var (state, _) = BuilderTransitions.RequestBuild(new(), Request("a", 1), Now, options);
        state = BuilderTransitions.RecordBuild(state, Digest(1), Run("x", 7), Now, options);
        state = BuilderTransitions.ReportOutcome(state, Outcome("a", 1, FallbackReason.NotValid), Now, options);
        state = BuilderTransitions.ReportSync(
            state, new SyncObservation("a", BuilderSyncState.Synced, Now), Now, options);

        Assert.Equal(
            """
            {"Writer":{"GatewayId":"a","Epoch":1,"Timestamp":100,"RenewedAt":"2026-01-01T00:00:00+00:00"},
            "Breaker":{"Phase":1,"Failures":1,"Openings":1,"OpenUntil":"2026-01-01T00:00:10+00:00","Cause":17},
            "Builds":[{"Digest":"00000000000000d10000000000000001","Timestamp":100,"GatewayId":"a",
            "RequestedAt":"2026-01-01T00:00:00+00:00","PayloadId":"0x0000000000000007","IsProbe":false}],
            "Outcomes":[{"GatewayId":"a","Digest":"00000000000000d10000000000000001","Result":17,
            "At":"2026-01-01T00:00:00+00:00"}],
            "Sync":[{"GatewayId":"a","State":1,"At":"2026-01-01T00:00:00+00:00"}]}
            """.ReplaceLineEndings(""),
            Text(state));
    }

    [Fact]
    public void Cluster_AsStored_IsThisText()
    {
        var options = new ClusterGrainOptions();
        var change = new ModeChange(Guid.Empty, ExecutionMode.DryRun, "operator", "a test", Now, null);
        var report = new GatewayReport("a", "1", "local:1", null, 2, Now);

        var state = ClusterTransitions.ReportGateway(
            ClusterTransitions.SetMode(new(), change, options), report, Now, options);

        Assert.Equal(
            """
            {"Modes":[{"ChangeId":"00000000-0000-0000-0000-000000000000","Mode":1,"Who":"operator","Why":"a test",
            "At":"2026-01-01T00:00:00+00:00"}],
            "Gateways":[{"GatewayId":"a","Version":"1","Sequencer":"local:1","BuildingTimestamp":2,
            "At":"2026-01-01T00:00:00+00:00"}]}
            """.ReplaceLineEndings(""),
            Text(state));
    }

    [Theory]
    [InlineData("""{"Newer":[1],"Builds":[{"Newer":{},"Build":{"Digest":"{digest}","Newer":1}}]}""")]
    [InlineData("""{"Builds":[{"Build":{"Digest":"{digest}"}}]}""")]
    public void Payload_OfANeighbouringVersion_IsReadAndUsed(string text)
    {
        var state = Read<PayloadState>(text.Replace("{digest}", $"{Digest(1)}", StringComparison.Ordinal));

        var (decided, winner) = PayloadTransitions.Decide(state, Build(1), Decision(1), new());

        Assert.Equal(Decision(1), winner);
        Assert.Equal("{}", Assert.Single(decided.Builds).Build.Attributes);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"Newer":1,"Breaker":{"Phase":0,"Newer":1},"Writer":{"GatewayId":"b","Newer":[]}}""")]
    [InlineData("""{"Builds":[{"GatewayId":"b","Newer":1}],"Sync":[{"GatewayId":"b"}]}""")]
    [InlineData("""{"Breaker":{"Phase":2},"Outcomes":[{"Result":999}]}""")]
    [InlineData("""{"Breaker":{"Phase":99}}""")]
    public void Builder_OfANeighbouringVersion_IsReadAndUsed(string text)
    {
        var state = Read<BuilderState>(text);

        // A half-open breaker without its times is open for a while and then due.
        var (settled, _) = BuilderTransitions.RequestBuild(state, Request("a", 1), Now, new());
        var (_, permit) = BuilderTransitions.RequestBuild(settled, Request("a", 1), Now.AddSeconds(10), new());

        Assert.Equal(PermitVerdict.Start, permit.Verdict);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"Newer":1,"Modes":[{"Mode":1,"Newer":1}],"Gateways":[{"GatewayId":"a"}]}""")]
    public void Cluster_OfANeighbouringVersion_IsReadAndUsed(string text)
    {
        var change = new ModeChange(Guid.NewGuid(), ExecutionMode.Disabled, "operator", "a test", Now, null);

        var state = ClusterTransitions.SetMode(Read<ClusterState>(text), change, new());

        Assert.Equal(change, state.Modes[^1]);
    }

    [Fact]
    public void States_OfAnyHistory_SurviveBeingStored()
    {
        CheckAll(PayloadCommand.Histories(6), commands => commands.Aggregate(
            new PayloadState(), (state, command) => command.Apply(state, new())));
        CheckAll(BuilderCommand.Histories(), commands => commands.Aggregate(
            new BuilderState(), (state, command) => command.Apply(state, Now + command.Pause, new()).State));
        CheckAll(ClusterCommand.Histories(), commands => commands.Aggregate(
            new ClusterState(), (state, command) => command.Apply(state, Now, new())));
    }

    private static void CheckAll<TCommand, TState>(Gen<TCommand[]> histories, Func<TCommand[], TState> run) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(histories.ToArbitrary(), commands =>
        {
            var text = Text(run(commands));

            return Text(Read<TState>(text)) == text;
        }));

    private static string Text<TState>(TState state) => Serializer.Serialize(state).ToString();

    private static TState Read<TState>(string text) =>
        Serializer.Deserialize<TState>(new BinaryData(Encoding.UTF8.GetBytes(text)))!;
}
