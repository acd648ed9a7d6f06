using System.Buffers;
using System.Text.Json;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Health;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Answers to the polls of heads.</summary>
internal sealed class PollTarget : FuzzTarget
{
    /// <summary>What System.Text.Json takes by itself.</summary>
    private const int DepthMax = 64;

    public override void Run(FuzzInput input)
    {
        var body = input.Draw(Corpus.Responses);
        using var document = Dom.Parse(body, DepthMax);

        foreach (var bytes in new[] { new ReadOnlySequence<byte>(body), input.Split(body) })
        {
            var isRead = BlockHeadReader.TryRead(bytes, out var head);
            FindingException.Unless(!isRead || document is not null, "A head in what is not JSON.");
            FindingException.Unless(
                !isRead || document!.RootElement.EnumerateObject().Any(member => HasHead(member.Value, head)),
                "A head that is not there.", "", head.ToString());
            _ = SyncingReader.IsSyncing(bytes);
        }

        FindingException.Unless(
            SyncingReader.IsSyncing(new ReadOnlySequence<byte>(body)) == SyncingReader.IsSyncing(input.Split(body)),
            "Another sync state when split.");
    }

    private static bool HasHead(JsonElement result, BlockHead head) =>
        result.ValueKind == JsonValueKind.Object
        && Values(result, "hash").Any(hash => Dom.Data(hash, 32) == head.Hash.ToString())
        && Values(result, "number").Any(number => Dom.Quantity(number) == head.Number);

    private static IEnumerable<JsonElement> Values(JsonElement result, string name) =>
        result.EnumerateObject().Where(member => IsCalled(member, name)).Select(member => member.Value);

    private static bool IsCalled(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
