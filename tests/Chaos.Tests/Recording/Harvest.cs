using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sidecar.Chaos.Tests.Recording;

/// <summary>Takes what the simulated clients received out of their logs, so that a long run does not hold every body.</summary>
internal sealed class Harvest(HistoryRecorder recorder, IReadOnlyDictionary<string, SimulatedClient> clients)
{
    private readonly List<UpstreamCall> _gathered = [];
    private List<(string Upstream, ReceivedCall Call)> _pending = [];

    /// <summary>The builder's last good getPayload answer.</summary>
    public RpcAnswer? LastBuilderPayload { get; private set; }

    /// <summary>Gathers the calls that have ended; with <paramref name="all"/> the others as well.</summary>
    public void Gather(bool all = false)
    {
        _pending.AddRange(clients.SelectMany(
            client => client.Value.Calls.TakeAll().Select(call => (client.Key, call))));
        List<(string, ReceivedCall)> waiting = [];
        foreach (var (upstream, call) in _pending)
        {
            if (call.Answer is null && !all)
            {
                waiting.Add((upstream, call));
            }
            else if (Read(upstream, call) is { } read)
            {
                _gathered.Add(read);
            }
        }

        _pending = waiting;
    }

    public History ToHistory()
    {
        Gather(all: true);
        var blocks = clients.Values.SelectMany(client => client.Blocks)
            .Select(block => new BlockLink(block.Hash, block.ParentHash, block.Number));
        return recorder.ToHistory(_gathered, blocks);
    }

    private UpstreamCall? Read(string upstream, ReceivedCall received)
    {
        var call = new UpstreamCall
        {
            Upstream = upstream,
            Gateway = received.Path.Trim('/'),
            Method = EngineMethod.ForkchoiceUpdated,
            ArrivedAt = recorder.At(received.ArrivedTimestamp),
            AnsweredAt = received.Answer is { HttpStatus: 200, Rpc: { IsError: false } }
                ? recorder.At(received.AnsweredTimestamp)
                : null,
        };
        using var answer = call.AnsweredAt is null ? null : JsonDocument.Parse(received.Answer!.Rpc!.Json);
        var result = answer?.RootElement ?? default;
        return received switch
        {
            _ when received.Params.ValueKind != JsonValueKind.Array => null,
            _ when received.Is("engine_forkchoiceUpdated") => Update(call, received.Params, result),
            _ when received.Is("engine_newPayload") => call with
            {
                Method = EngineMethod.NewPayload,
                BlockHash = Text(received.Params[0], "blockHash"),
                Status = Text(result, "status"),
            },
            _ when received.Is("engine_getPayload") => Payload(call, received, result),
            _ => null,
        };
    }

    private static UpstreamCall Update(UpstreamCall call, JsonElement parameters, JsonElement result)
    {
        var head = Text(parameters[0], "headBlockHash");
        var starts = parameters.GetArrayLength() > 1 && parameters[1].ValueKind == JsonValueKind.Object;
        return call with
        {
            Method = starts ? EngineMethod.StartBuild : EngineMethod.ForkchoiceUpdated,
            BlockHash = head,
            Build = starts ? Digest(head, parameters[1]) : null,
            PayloadId = Text(result, "payloadId"),
            Status = Text(Member(result, "payloadStatus"), "status"),
        };
    }

    private UpstreamCall Payload(UpstreamCall call, ReceivedCall received, JsonElement result)
    {
        if (call is { Upstream: UpstreamCall.Builder, AnsweredAt: not null })
        {
            LastBuilderPayload = received.Answer!.Rpc;
        }

        return call with
        {
            Method = EngineMethod.GetPayload,
            PayloadId = received.Params[0].GetString(),
            BlockHash = Text(Member(result, "executionPayload"), "blockHash"),
        };
    }

    /// <summary>The driver writes the same attributes in the same way, and gateways do not touch them.</summary>
    private static string Digest(string? head, JsonElement attributes) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(head + attributes.GetRawText())).AsSpan(0, 8));

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
