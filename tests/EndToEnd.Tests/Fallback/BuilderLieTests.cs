using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Fallback;

/// <summary>Blocks that are not what was asked for, or not valid: no lie reaches op-node.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "21")]
public sealed class BuilderLieTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private const string Mismatch = "local:attributes_mismatch";
    private const string NotValid = "local:not_valid";

    private static readonly string OtherHash = "0x" + new string('7', 64);

    private static readonly Dictionary<string, (Fault Lie, string Source)> Lies = new()
    {
        ["block hash"] = (PayloadLies.BlockHash(), NotValid),
        ["parent"] = (PayloadLies.ParentHash(), Mismatch),
        ["parent, hash not fitting"] = (PayloadLies.Field("parentHash", OtherHash, Consistency.AsIs), Mismatch),
        ["timestamp later"] = (PayloadLies.Timestamp(1), Mismatch),
        ["timestamp earlier"] = (PayloadLies.Timestamp(-1), Mismatch),
        ["timestamp, hash not fitting"] = (PayloadLies.Field("timestamp", "0x1", Consistency.AsIs), Mismatch),
        ["randao"] = (PayloadLies.PrevRandao(), Mismatch),
        ["randao, hash not fitting"] = (PayloadLies.Field("prevRandao", OtherHash, Consistency.AsIs), Mismatch),
        ["fee recipient"] = (PayloadLies.FeeRecipient(), Mismatch),
        ["fee recipient, hash not fitting"] =
            (PayloadLies.Field("feeRecipient", "0x" + new string('7', 40), Consistency.AsIs), Mismatch),
        ["gas limit"] = (PayloadLies.GasLimit(), Mismatch),
        ["gas limit, hash not fitting"] = (PayloadLies.Field("gasLimit", "0x1", Consistency.AsIs), Mismatch),
        ["beacon root"] = (PayloadLies.ParentBeaconBlockRoot(), Mismatch),
        ["beacon root, hash not fitting"] = (BeaconRoot(OtherHash), Mismatch),
        ["beacon root null"] = (BeaconRoot(null), Mismatch),
        ["a forced transaction missing"] = (PayloadLies.DropFirstTransactions(), Mismatch),
        ["a forced transaction missing, roots not fitting"] =
            (Transactions(list => list.RemoveAt(0), Consistency.BlockHash), Mismatch),
        ["a transaction before the forced one"] = (PayloadLies.PrependTransaction(), Mismatch),
        ["a transaction before it, roots not fitting"] =
            (Transactions(list => list.Insert(0, "0x02bad0"), Consistency.BlockHash), Mismatch),
        ["the forced transaction changed"] = (PayloadLies.Transactions(list => list[0] = "0x7e00"), Mismatch),
        ["no transactions"] = (PayloadLies.Transactions(list => list.Clear()), Mismatch),
        ["withdrawals"] = (PayloadLies.Field("withdrawals", Withdrawals(), Consistency.BlockHash), Mismatch),
        ["blobs"] = (Blobs(), Mismatch),
        ["a transaction more, roots not fitting"] =
            (Transactions(list => list.Add("0x02bad0"), Consistency.BlockHash), NotValid),
        ["a transaction more, hash not fitting"] =
            (Transactions(list => list.Add("0x02bad0"), Consistency.AsIs), NotValid),
        ["state root"] = (PayloadLies.StateRoot(), NotValid),
        ["state root, hash not fitting"] = (PayloadLies.Field("stateRoot", OtherHash, Consistency.AsIs), NotValid),
        ["receipts root"] = (PayloadLies.Field("receiptsRoot", OtherHash), NotValid),
        ["receipts root, hash not fitting"] =
            (PayloadLies.Field("receiptsRoot", OtherHash, Consistency.AsIs), NotValid),
        ["gas used"] = (PayloadLies.Field("gasUsed", "0x1"), NotValid),
        ["gas used, hash not fitting"] = (PayloadLies.Field("gasUsed", "0x1", Consistency.AsIs), NotValid),
        ["block number"] = (PayloadLies.Field("blockNumber", "0xffff"), NotValid),
        ["block number, hash not fitting"] = (PayloadLies.Field("blockNumber", "0xffff", Consistency.AsIs), NotValid),
        ["base fee, hash not fitting"] = (PayloadLies.Field("baseFeePerGas", "0x1", Consistency.AsIs), NotValid),
        ["extra data, hash not fitting"] = (PayloadLies.Field("extraData", "0x01", Consistency.AsIs), NotValid),
        ["withdrawals root, hash not fitting"] =
            (PayloadLies.Field("withdrawalsRoot", OtherHash, Consistency.AsIs), NotValid),
        ["a quantity that is no number"] =
            (PayloadLies.Field("gasUsed", "many", Consistency.AsIs), "local:builder_malformed"),
        ["a quantity over 64 bits"] =
            (PayloadLies.Field("timestamp", "0x1" + new string('0', 16), Consistency.AsIs), "local:builder_malformed"),
        ["a field missing"] = (PayloadLies.Field("stateRoot", null, Consistency.AsIs), "local:validation_failed"),
    };

    public static TheoryData<string> Names => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task GetPayload_BuilderLies_AnswersLocalsBlock(string name)
    {
        var rig = fixture.Rig;
        await rig.MakeUntilBuilderIsUsedAsync(TimeSpan.Zero);
        var (lie, source) = Lies[name];
        using var rule = rig.Builder.Faults.On("engine_getPayload", lie, times: 1);

        var lied = await rig.MakeBlockAsync();
        var honest = await rig.MakeBlockAsync();

        Assert.Equal(1, rule.Hits);
        Assert.Equal(source, lied.Source);
        Assert.Equal(lied.Block.Hash, honest.Block.ParentHash);
        Assert.Equal(MadeBlock.Builder, honest.Source);
    }

    private static Fault BeaconRoot(string? root) =>
        Fault.MutateEnvelope(envelope => envelope["parentBeaconBlockRoot"] = root, Consistency.AsIs);

    private static Fault Blobs() => Fault.MutateEnvelope(
        envelope => envelope["blobsBundle"]!["commitments"] = new JsonArray("0xc0"), Consistency.AsIs);

    private static Fault Transactions(Action<JsonArray> change, Consistency consistency) => Fault.MutateEnvelope(
        envelope => change(envelope["executionPayload"]!["transactions"]!.AsArray()), consistency);

    private static JsonArray Withdrawals() => new(new JsonObject
    {
        ["index"] = "0x0",
        ["validatorIndex"] = "0x0",
        ["address"] = "0x" + new string('7', 40),
        ["amount"] = "0x1",
    });
}
