using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>The reader of requests and batches: the same accepted and located as by System.Text.Json's document.</summary>
internal sealed partial class RequestTarget : FuzzTarget
{
    /// <summary>The gateway's default.</summary>
    public const int DepthMax = 64;

    /// <summary>Few, so that the limit is met.</summary>
    private const int MembersMax = 6;

    private const int EverySplitBytesMax = 400;

    public override void Run(FuzzInput input)
    {
        var body = input.Draw(Corpus.Requests);

        var read = Read(new ReadOnlySequence<byte>(body));

        var words = Located.Words(read);
        var split = Located.Words(Read(input.Split(body)));
        FindingException.Unless(split == words, "Another result when split.", words, split);
        Judge(read, DomRequest.Read(body, DepthMax));
        read.Calls.ToList().ForEach(JudgeMethod);
        if (body.Length < EverySplitBytesMax && input.Random.Next(500) == 0)
        {
            JudgeEverySplit(body, words);
        }
    }

    private static JsonRpcReadResult Read(in ReadOnlySequence<byte> body) => JsonRpcReader.Read(body, DepthMax, MembersMax);

    private static void JudgeEverySplit(byte[] body, string words)
    {
        for (var cut = 0; cut < body.Length; cut++)
        {
            var found = Located.Words(Read(Segmented.At(body, cut)));
            FindingException.Unless(found == words, $"Another result when cut at {cut}.", words, found);
        }
    }

    private static void Judge(JsonRpcReadResult read, DomRequest expected)
    {
        var failure = read.Failure;
        FindingException.Unless(
            failure != JsonRpcReadFailure.None || expected is { IsJson: true, IsNoText: false }, "Accepted, not JSON.");
        FindingException.Unless(
            failure is not (JsonRpcReadFailure.Malformed or JsonRpcReadFailure.TooDeep) || !expected.IsJson,
            $"JSON, but {failure}.");
        FindingException.Unless(
            expected.IsJson || !expected.IsJsonAtAll || failure != JsonRpcReadFailure.Malformed,
            "Too deep, but called malformed.");
        if (!expected.IsJson || expected.IsNoText)
        {
            return;
        }

        var isRequest = expected.IsBatch || expected.Calls[0] is not null;
        var should = expected.Calls.Count > MembersMax && expected.IsBatch ? JsonRpcReadFailure.BatchTooLong
            : isRequest ? JsonRpcReadFailure.None
            : JsonRpcReadFailure.InvalidRequest;
        FindingException.Unless(failure == should, "Another verdict.", should.ToString(), failure.ToString());
        var (all, found) = (string.Join('\n', expected.Calls), string.Join('\n', read.Calls.Select(Located.Words)));
        FindingException.Unless(failure != JsonRpcReadFailure.None || all == found, "Another request located.", all, found);
    }

    private static void JudgeMethod(JsonRpcCall call)
    {
        var method = EngineMethod.Parse(call.Method.Span);
        var match = WalkName().Match(Encoding.UTF8.GetString(call.Method.Span));
        var isWalk = match.Success && int.TryParse(match.Groups[2].Value, CultureInfo.InvariantCulture, out _);
        var expected = isWalk ? $"{match.Groups[1].Value}{match.Groups[2].Value}" : "Other0";
        FindingException.Unless(
            string.Create(CultureInfo.InvariantCulture, $"{method.Kind}{method.Version}")
                .Equals(expected, StringComparison.OrdinalIgnoreCase),
            "Another method.", expected, method.ToString());
    }

    [GeneratedRegex(@"\Aengine_(forkchoiceUpdated|getPayload|newPayload)V([1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex WalkName();
}
