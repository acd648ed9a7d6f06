using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>One recorded OP block with the attributes it was made from, and variations of both.</summary>
internal static class Sample
{
    public const string PayloadId = "0x03d6dd573eea9133";

    private static readonly EngineFixture Asked = EngineFixture.Load("op.engine_forkchoiceUpdatedV3.sequencing");
    private static readonly EngineFixture Made = EngineFixture.Load("op.engine_getPayloadV4");

    /// <summary>The head that the block builds on.</summary>
    public static BlockHash Parent { get; } =
        Hash("0xa24df50a7f1a454304c00a6408ee1fbab37b2289d24a8459e1272bbf4b31c41d");

    /// <summary>The hash of the block.</summary>
    public static BlockHash Block { get; } =
        Hash("0xd48eeffdabfe5a24874d83cfbe871bf4833eb63ba9615331dc961b79191d210e");

    public static string GetPayloadResponse => Made.ResponseText;

    public static string ForkchoiceRequest => Asked.RequestText;

    /// <summary>A fresh copy to change.</summary>
    public static JsonObject Response() => JsonNode.Parse(Made.Response)!.AsObject();

    /// <summary>A fresh copy to change.</summary>
    public static JsonObject Payload(this JsonObject response) => response["result"]!["executionPayload"]!.AsObject();

    /// <summary>A fresh copy to change.</summary>
    public static JsonObject AttributesJson() => JsonNode.Parse(Asked.Request)!["params"]![1]!.DeepClone().AsObject();

    /// <summary>A fresh copy to change.</summary>
    public static JsonObject StateJson() => JsonNode.Parse(Asked.Request)!["params"]![0]!.DeepClone().AsObject();

    public static PayloadAttributes Attributes(JsonObject? json = null) =>
        PayloadAttributes.Read(Sequence(json ?? AttributesJson()));

    public static PayloadEnvelope? Envelope(JsonObject response) => PayloadEnvelope.TryRead(Sequence(response));

    public static ReadOnlySequence<byte> Sequence(JsonNode json) => Segmented.Whole(json.ToJsonString());

    public static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    public static BlockHash Hash(string text) =>
        BlockHash.TryParse(Encoding.ASCII.GetBytes(text), out var hash) ? hash : throw new FormatException(text);

    /// <summary>A hash that says where it comes from.</summary>
    public static BlockHash Hash(int number) => new(0xb10c, 0, 0, (ulong)number);

    /// <summary>The same members in another order, drawn from a seed.</summary>
    public static JsonObject Shuffled(JsonObject json, int seed)
    {
        var random = new Random(seed);
        var members = json.ToArray();
        random.Shuffle(members);
        return new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key, member.Value is JsonObject inner ? Shuffled(inner, seed) : member.Value?.DeepClone())));
    }
}
