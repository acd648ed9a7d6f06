using System.Buffers;
using System.Text.Json;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>The parameters of forkchoiceUpdated and newPayload, the attributes in them among others.</summary>
internal sealed class ParametersTarget : FuzzTarget
{
    public override void Run(FuzzInput input)
    {
        var body = input.Draw(Corpus.Requests);
        foreach (var call in JsonRpcReader.Read(new ReadOnlySequence<byte>(body), RequestTarget.DepthMax, 100).Calls)
        {
            if (!call.Params.IsEmpty)
            {
                Judge(input, call.Params.ToArray());
            }
        }
    }

    private static void Judge(FuzzInput input, byte[] parameters)
    {
        using var document = JsonDocument.Parse(parameters, new JsonDocumentOptions { MaxDepth = RequestTarget.DepthMax });

        foreach (var bytes in new[] { new ReadOnlySequence<byte>(parameters), input.Split(parameters) })
        {
            JudgeForkchoice(bytes, document.RootElement);
            string? block = NewPayloadParams.TryRead(bytes, out var read)
                ? DomParameters.Words(
                    read.BlockHash.ToString(), read.ParentHash.ToString(), DomParameters.Number(read.BlockNumber))
                : null;
            var expected = DomParameters.Block(document.RootElement);
            FindingException.Unless(block == expected, "Another block.", expected ?? "none", block ?? "none");
        }
    }

    private static void JudgeForkchoice(in ReadOnlySequence<byte> bytes, JsonElement root)
    {
        var isRead = ForkchoiceUpdatedParams.TryRead(bytes, out var read);
        string? found = isRead
            ? DomParameters.Words(
                read.HeadBlockHash.ToString(), Located.Text(read.StateSlice), Located.Text(read.AttributesSlice))
            : null;
        var expected = DomParameters.Forkchoice(root);
        FindingException.Unless(found == expected, "Another forkchoice.", expected ?? "none", found ?? "none");
        if (isRead && read.HasAttributes)
        {
            var attributes = Located.Words(PayloadAttributes.Read(read.AttributesSlice));
            var asked = DomParameters.Attributes(root[1]);
            FindingException.Unless(attributes == asked, "Other attributes.", asked, attributes);
        }
    }
}
