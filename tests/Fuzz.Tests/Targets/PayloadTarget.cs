using System.Buffers;
using System.Text;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Fixtures;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Answers to getPayload: located, checked against attributes, and spliced into an answer and a newPayload.</summary>
internal sealed class PayloadTarget : FuzzTarget
{
    private static readonly byte[] RawAttributes = ReadAttributes(out Head);
    private static readonly string Head;

    public override void Run(FuzzInput input)
    {
        var body = input.Draw(Corpus.Payloads);
        var expected = DomEnvelope.Read(body);

        var envelope = PayloadEnvelope.TryRead(new ReadOnlySequence<byte>(body));
        var split = PayloadEnvelope.TryRead(input.Split(body));

        var (words, splitWords) = (Located.Words(envelope), Located.Words(split));
        FindingException.Unless(words == expected, "Another envelope.", expected ?? "none", words ?? "none");
        FindingException.Unless(words == splitWords, "Another envelope when split.", words ?? "none", splitWords ?? "none");
        if (envelope is not null)
        {
            JudgeAlone(envelope, words!);
            JudgeCheck(input, envelope, split!);
            JudgeSplice(input, envelope);
        }
    }

    private static void JudgeAlone(PayloadEnvelope envelope, string words)
    {
        var alone = Located.Words(PayloadEnvelope.TryReadResult(envelope.Result));
        FindingException.Unless(alone == words, "Another envelope without its response.", words, alone ?? "none");
    }

    private static void JudgeCheck(FuzzInput input, PayloadEnvelope whole, PayloadEnvelope split)
    {
        _ = BlockHash.TryParse(Encoding.ASCII.GetBytes(Head), out var parent);
        var attributes = PayloadAttributes.Read(new ReadOnlySequence<byte>(RawAttributes));
        var splitAttributes = PayloadAttributes.Read(input.Split(RawAttributes));
        FindingException.Unless(attributes.MeansTheSameAs(splitAttributes), "Attributes mean something else when split.");

        var verdict = AttributesCheck.Check(whole, parent, attributes);
        var splitVerdict = AttributesCheck.Check(split, parent, splitAttributes);

        FindingException.Unless(
            verdict == splitVerdict, "Another verdict when split.", verdict.ToString(), splitVerdict.ToString());
        FindingException.Unless(
            verdict != AttributesMismatch.None || FitsAttributes(whole.ExecutionPayload.ToArray()),
            "Fits no attributes, but passed.");
    }

    /// <summary>What no block may pass without, read from the document.</summary>
    private static bool FitsAttributes(byte[] rawPayload)
    {
        using var payload = Dom.Parse(rawPayload);
        using var attributes = Dom.Parse(RawAttributes);
        var (given, asked) = (payload!.RootElement, attributes!.RootElement);
        var transactions = Dom.Last(given, "transactions").EnumerateArray().Select(Dom.PlainText);
        var forced = Dom.Last(asked, "transactions").EnumerateArray().Select(Dom.PlainText).ToList();
        return Dom.Data(Dom.Last(given, "parentHash"), 32) == Head
            && Dom.Quantity(Dom.Last(given, "timestamp")) == Dom.Quantity(Dom.Last(asked, "timestamp"))
            && Dom.Quantity(Dom.Last(given, "gasLimit")) == Dom.Quantity(Dom.Last(asked, "gasLimit"))
            && Dom.Data(Dom.Last(given, "prevRandao"), 32) == Dom.Data(Dom.Last(asked, "prevRandao"), 32)
            && transactions.Take(forced.Count).SequenceEqual(forced, StringComparer.OrdinalIgnoreCase);
    }

    private static void JudgeSplice(FuzzInput input, PayloadEnvelope envelope)
    {
        var id = input.Random.Next(3) switch { 0 => "", 1 => "\"\\u0061 ]}\"", _ => "-1.5e3" };
        var result = Dom.Text(envelope.Result.ToArray());

        var answer = JsonRpcText.Result(input.Split(Encoding.ASCII.GetBytes(id)), envelope.Result);
        var request = JsonRpcText.Request("engine_newPayloadV4", envelope.ExecutionPayload, ",[],\"0x\""u8);

        var (text, requestText) = (TextOf(answer), TextOf(request));
        FindingException.Unless(
            text == $$"""{"jsonrpc":"2.0","id":{{(id.Length == 0 ? "null" : id)}},"result":{{result}}}""",
            "A broken answer.", result, text);
        FindingException.Unless(answer.Length == text.Length, "A wrong length.");
        FindingException.Unless(JsonSplices.IsObject(answer), "An answer that is no object.");
        using var document = Dom.Parse(Encoding.Latin1.GetBytes(requestText), Dom.DepthMax + 2);
        var sent = document is null ? null : Dom.Raw(document.RootElement.GetProperty("params")[0]);
        FindingException.Unless(sent == Located.Text(envelope.ExecutionPayload), "A broken request.", "", requestText);
    }

    private static string TextOf(JsonSplice splice) =>
        Dom.Text(splice.Head.Span) + Located.Text(splice.Body) + Dom.Text(splice.Tail.Span);

    private static byte[] ReadAttributes(out string head)
    {
        using var request = JsonDocument.Parse(EngineFixture.Load("op.engine_forkchoiceUpdatedV3.sequencing").Request);
        var parameters = request.RootElement.GetProperty("params");
        head = parameters[0].GetProperty("headBlockHash").GetString()!;
        return Encoding.UTF8.GetBytes(parameters[1].GetRawText());
    }
}
