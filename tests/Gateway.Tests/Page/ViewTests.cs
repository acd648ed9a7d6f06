using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Page.Api;
using Sidecar.Gateway.Telemetry;
using static Sidecar.Gateway.Tests.Blocks.SampleBlocks;

namespace Sidecar.Gateway.Tests.Page;

public sealed class ViewTests
{
    [Fact]
    public void Block_AsJson_HasTheWordsAndStagesOfTheApi()
    {
        var json = JsonSerializer.SerializeToElement(BlockView.From(Block(7, reason: FallbackReason.NotValid)), ApiJson.Options);

        Assert.Equal(
            ("local", "not_valid", 7, 5.0, "0x0000000000000007"),
            (json.GetProperty("source").GetString(), json.GetProperty("reason").GetString(),
                json.GetProperty("number").GetInt32(), json.GetProperty("totalMs").GetDouble(),
                json.GetProperty("payloadId").GetString()));
        Assert.Equal(
            "local_forkchoice start 0 0.9, builder_acknowledged start 0 2.1, local_payload answer 0 1.5, "
            + "builder_payload answer 0 3, validation answer 3 1.5, decision answer 4.6 0.4",
            string.Join(", ", json.GetProperty("stages").EnumerateArray().Select(stage =>
                $"{stage.GetProperty("name").GetString()} {stage.GetProperty("phase").GetString()} "
                + $"{stage.GetProperty("startMs")} {Math.Round(stage.GetProperty("durationMs").GetDouble(), 3)}")));
    }

    [Fact]
    public void Block_StagesThatDidNotHappen_AreLeftOut()
    {
        var block = Block(1) with { Times = new BlockTimes(null, null, 1500, null, null, null, 1500, 2000) };

        Assert.Equal([StageName.LocalPayload, StageName.Decision], BlockView.From(block).Stages.Select(stage => stage.Name));
    }

    /// <summary>What is one of a few has the same word here as on the metrics page.</summary>
    [Fact]
    public void Words_OfReasons_AreThoseOfTheMetrics() => Assert.All(
        Enum.GetValues<FallbackReason>(),
        reason => Assert.Equal(
            $"\"{reason.ToTag()}\"", JsonSerializer.Serialize(reason, ApiJson.Options)));

    [Fact]
    public void Score_OfBlocks_CountsWhatTheBuilderWasAskedFor()
    {
        BlockSummary[] blocks =
        [
            Block(1), Block(2, reason: FallbackReason.DryRun), Block(3, reason: FallbackReason.BuilderTimeout),
            Block(4, reason: FallbackReason.NoTxPool),
        ];

        var score = ScoreView.Of(blocks, Start);

        Assert.Equal((4, 2, 1, 3.0, 3.0), (score.Blocks, score.Delivered, score.Missed, score.MedianMs, score.SlowestMs));
    }

    [Fact]
    public void History_OfBlocks_IsInHalfMinutesOldestFirst()
    {
        var history = ScoreView.History([Block(65), Block(1), Block(29), Block(31)]);

        Assert.Equal(
            [(Start, 2), (Start.AddSeconds(30), 1), (Start.AddSeconds(60), 1)],
            history.Select(entry => (entry.From, entry.Blocks)));
    }

    [Fact]
    public void Audit_SeenAndStored_AreMergedOnceNewestFirst()
    {
        var seen = new AuditEntry(Start.AddHours(2), "bob", ExecutionMode.DryRun, ExecutionMode.Enabled, "done", true);
        ModeChange[] stored =
        [
            new(Guid.NewGuid(), ExecutionMode.DryRun, "alice", "trying", Start.AddHours(1), null),
            new(Guid.NewGuid(), ExecutionMode.Enabled, "bob", "done", Start.AddHours(2), null),
        ];

        var audit = AuditView.Merge([seen], stored);

        Assert.Equal(["bob", "alice"], audit.Select(entry => entry.Who));
        Assert.Null(audit[1].From);
    }
}
