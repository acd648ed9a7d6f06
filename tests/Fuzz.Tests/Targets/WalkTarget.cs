using System.Globalization;
using System.Text;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>
/// The three walks with hostile answers of both upstreams: the answer is local's byte for byte, or a block of the
/// builder that local called VALID, spliced byte for byte; and a second getPayload gets the first one's block.
/// </summary>
internal sealed class WalkTarget : FuzzTarget
{
    private const string RecordedId = "0x03d6dd573eea9133";
    private const string RecordedHash = "0xd48eeffdabfe5a24874d83cfbe871bf4833eb63ba9615331dc961b79191d210e";
    private const string Valid =
        """{"jsonrpc":"2.0","id":1,"result":{"status":"VALID","latestValidHash":null,"validationError":null}}""";

    private static readonly EngineFixture Started = EngineFixture.Load("op.engine_forkchoiceUpdatedV3.sequencing");
    private static readonly string Made = EngineFixture.Load("op.engine_getPayloadV4").ResponseText;
    private static readonly byte[][] Blocks =
        [.. EngineFixture.All.Where(f => f.Name.Contains("newPayload", StringComparison.Ordinal)).Select(f => f.Request)];

    private readonly WalkRig _rig = new();

    public override void Run(FuzzInput input)
    {
        var id = input.Iteration.ToString("x16", CultureInfo.InvariantCulture);
        if (TryStart(input, id))
        {
            var first = GetPayload(input, id, 1, null);
            GetPayload(input, id, 2, first);
        }

        NewPayload(input);
    }

    /// <summary>False if the mutation took what tells this build from others: then it may well be one of them.</summary>
    private bool TryStart(FuzzInput input, string id)
    {
        var mark = $"\"mark\":\"{id}\"";
        var request = input.DrawSeldomChanged(Bytes(Started.RequestText.Replace(
            "\"noTxPool\":false", "\"noTxPool\":false," + mark, StringComparison.Ordinal)));
        var response = input.DrawSeldomChanged(
            Bytes(Started.ResponseText.Replace(RecordedId, "0x" + id, StringComparison.Ordinal)));
        Answer(input, request, EngineMethodKind.ForkchoiceUpdated, response);
        return Dom.Text(request).Contains(mark, StringComparison.Ordinal);
    }

    private void NewPayload(FuzzInput input)
    {
        var request = input.Draw(Blocks);
        Answer(input, request, EngineMethodKind.NewPayload, input.Draw(Corpus.Statuses));
        if (_rig.Relay.LastBlock is { } block)
        {
            var sent = Located.Text(block.Request);
            FindingException.Unless(
                Dom.Text(request).Contains(sent, StringComparison.Ordinal),
                "The builder's copy changed.", Dom.Text(request), sent);
            block.Dispose();
            _rig.Relay.LastBlock = null;
        }
    }

    /// <summary>A walk whose answer is local's whatever happens.</summary>
    private void Answer(FuzzInput input, byte[] request, EngineMethodKind kind, byte[] response)
    {
        UpstreamReply? reply = null;
        _rig.Local.Answer = _ => reply = WalkRig.Reply(input, response);
        using var body = WalkRig.Body(input, request);
        var read = JsonRpcReader.Read(body.Bytes, RequestTarget.DepthMax, 100);
        if (read.IsBatch || read.Calls is not [{ IsNotification: false } call]
            || EngineMethod.Parse(call.Method.Span).Kind != kind)
        {
            return;
        }

        using var answer = _rig.Router.Answer(call, body);

        var text = WalkRig.TextOf(answer);
        FindingException.Unless(
            reply!.HasAnswer
                ? text == Dom.Text(response) && answer.StatusCode == reply.StatusCode
                : IsOurError(text, call),
            "Not local's answer.", Dom.Text(response), text);
    }

    /// <summary>The raw result that was answered, if there was one.</summary>
    private string? GetPayload(FuzzInput input, string id, int turn, string? before)
    {
        var hash = string.Create(CultureInfo.InvariantCulture, $"0x{turn:x32}{id}{0:x16}");
        var ofLocal = input.DrawSeldomChanged(Bytes(Made));
        var ofBuilder = input.DrawSeldomChanged(Bytes(Made.Replace(RecordedHash, hash, StringComparison.Ordinal).Replace(
            "\"blockValue\"", BeaconRoot() + "\"blockValue\"", StringComparison.Ordinal)));
        var verdict = input.DrawSeldomChanged(Bytes(Valid));
        UpstreamReply? localReply = null, builderReply = null, verdictReply = null;
        _rig.Local.Answer = request => request.Method == UpstreamMethod.Validate
            ? verdictReply = WalkRig.Reply(input, verdict)
            : localReply = WalkRig.Reply(input, ofLocal);
        _rig.Builder.Answer = _ => builderReply = WalkRig.Reply(input, ofBuilder);
        using var body = WalkRig.Body(input, Bytes(
            $$"""{"jsonrpc":"2.0","id":"{{id}}","method":"engine_getPayloadV4","params":["0x{{id}}"]}"""));
        var call = JsonRpcReader.Read(body.Bytes, RequestTarget.DepthMax, 1).Calls[0];

        using var answer = _rig.Router.Answer(call, body);

        var text = WalkRig.TextOf(answer);
        if (before is not null)
        {
            FindingException.Unless(text == Spliced(id, before), "Another block than before.", before, text);
            return before;
        }

        if (localReply is { HasAnswer: true } && text == Dom.Text(ofLocal) && answer.StatusCode == localReply.StatusCode)
        {
            return localReply.StatusCode == 200 ? DomEnvelope.Result(ofLocal) : null;
        }

        if (IsOurError(text, call) && localReply is { HasAnswer: false })
        {
            return null;
        }

        var result = DomEnvelope.Result(ofBuilder);
        FindingException.Unless(result is not null && text == Spliced(id, result), "Nobody's answer.", result ?? "none", text);
        FindingException.Unless(
            builderReply is { StatusCode: 200 } && verdictReply is { StatusCode: 200 }
            && DomStatus.Read(verdict).StartsWith("Valid ", StringComparison.Ordinal),
            "A block that local did not call valid.", Dom.Text(verdict), text);
        return result;
    }

    private static string BeaconRoot()
    {
        var start = Started.RequestText.IndexOf("\"parentBeaconBlockRoot\"", StringComparison.Ordinal);
        return Started.RequestText[start..(Started.RequestText.IndexOf(',', start) + 1)];
    }

    private static string Spliced(string id, string result) => $$"""{"jsonrpc":"2.0","id":"{{id}}","result":{{result}}}""";

    private static bool IsOurError(string text, JsonRpcCall call) =>
        text.StartsWith($$"""{"jsonrpc":"2.0","id":{{Located.Text(call.Id)}},"error":{"code":-32""", StringComparison.Ordinal);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
