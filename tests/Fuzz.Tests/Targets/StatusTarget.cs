using System.Buffers;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Engine;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Answers to newPayload and forkchoiceUpdated.</summary>
internal sealed class StatusTarget : FuzzTarget
{
    public override void Run(FuzzInput input)
    {
        var body = input.Draw(input.Random.Next(4) > 0 ? Corpus.Statuses : Corpus.All);
        var (result, error) = DomStatus.ReadResponse(body);
        var expected = result is null ? "none" : $"{result}\n    {error}";
        var status = DomStatus.Read(body);

        foreach (var bytes in new[] { new ReadOnlySequence<byte>(body), input.Split(body) })
        {
            var found = RpcResponse.TryRead(bytes, out var response)
                ? $"{Located.Text(response.Result)}\n    {Located.Text(response.Error)}"
                : "none";
            FindingException.Unless(found == expected, "Another response.", expected, found);
            var words = Located.Words(StatusAnswer.Read(bytes));
            FindingException.Unless(words == status, "Another status.", status, words);
        }
    }
}
