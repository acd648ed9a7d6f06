using System.Text;
using System.Text.Json;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Batches, whatever their members and the answers to them: one list with one answer for each that wants one.</summary>
internal sealed class BatchTarget : FuzzTarget
{
    private readonly WalkRig _rig = new();

    public override void Run(FuzzInput input)
    {
        var members = Enumerable.Range(0, input.Random.Next(1, 5))
            .Select(_ => Encoding.Latin1.GetString(input.Draw(Corpus.Requests)));
        var bytes = Encoding.Latin1.GetBytes($"[{string.Join(',', members)}]");
        using var body = WalkRig.Body(input, bytes);
        var read = JsonRpcReader.Read(body.Bytes, RequestTarget.DepthMax, 100);
        if (read.Failure != JsonRpcReadFailure.None)
        {
            return;
        }

        _rig.Local.Answer = _ => WalkRig.Reply(input, input.Draw(Corpus.Responses));
        _rig.Builder.Answer = _ => WalkRig.Reply(input, input.Draw(Corpus.Responses));

        using var answer = _rig.Batches.Answer(read.Calls, body);

        Judge(read, WalkRig.TextOf(answer));
    }

    private static void Judge(JsonRpcReadResult read, string text)
    {
        var wanted = read.Calls.Where(call => !call.IsReadable || !call.IsNotification).ToList();
        if (wanted.Count == 0)
        {
            FindingException.Unless(text.Length == 0, "An answer that nobody wants.", "", text);
            return;
        }

        using var document = Dom.Parse(Encoding.Latin1.GetBytes(text), Dom.DepthMax + 2);
        FindingException.Unless(
            document is not null && Dom.IsArray(document.RootElement)
            && document.RootElement.EnumerateArray().All(member => member.ValueKind == JsonValueKind.Object),
            "No list of objects.", "", text);
        var count = document!.RootElement.GetArrayLength();
        FindingException.Unless(count == wanted.Count, $"{count} answers for {wanted.Count} calls.", "", text);
    }
}
