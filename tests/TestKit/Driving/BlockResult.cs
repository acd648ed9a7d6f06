using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>What came of one block.</summary>
public sealed record BlockResult
{
    public required JsonObject Attributes { get; init; }

    /// <summary>The calls that were made, one for each step that was reached.</summary>
    public required IReadOnlyDictionary<BlockStep, EngineCall> Calls { get; init; }

    /// <summary>The step that did not go as op-node needs it; null when the block was made.</summary>
    public BlockStep? FailedAt { get; init; }

    /// <summary>Why.</summary>
    public string? Failure { get; init; }

    public string? PayloadId { get; init; }

    /// <summary>The executionPayload that getPayload answered; undefined when it did not.</summary>
    public JsonElement Payload { get; init; }

    public bool Succeeded => FailedAt is null;

    public string Hash => Text("blockHash");

    public string ParentHash => Text("parentHash");

    public ulong Number => Hex.ReadQuantity(PayloadJson.Field(Payload, "blockNumber"));

    public ulong Timestamp => Hex.ReadQuantity(PayloadJson.Field(Payload, "timestamp"));

    public ulong GasUsed => Hex.ReadQuantity(PayloadJson.Field(Payload, "gasUsed"));

    public IReadOnlyList<string> Transactions =>
        [.. PayloadJson.Field(Payload, "transactions").EnumerateArray().Select(json => json.GetString()!)];

    public ChainPoint Point => new(Hash, Number, Timestamp);

    /// <summary>Time of all calls together, without the build time.</summary>
    public double Milliseconds => Calls.Values.Sum(call => call.Milliseconds);

    /// <summary>This, or an exception that tells what went wrong.</summary>
    public BlockResult EnsureMade() => Succeeded
        ? this
        : throw new InvalidOperationException($"No block: {FailedAt} failed, {Failure}");

    private string Text(string name) => PayloadJson.Field(Payload, name).GetString()!;
}
