using System.Text;
using Sidecar.Contracts;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Engine;

namespace Sidecar.Gateway.Tests.Builders;

/// <summary>Calls for a lane; their requests say what they are.</summary>
internal static class LaneCalls
{
    public static NewPayloadCall Block(int number, int? parent = null, int bytes = 0)
    {
        var lease = BodyLease.Copy(Encoding.ASCII.GetBytes($"block {number}".PadRight(bytes)));
        var parameters = new NewPayloadParams(Sample.Hash(number), Sample.Hash(parent ?? number - 1), (ulong)number);
        return new NewPayloadCall(parameters, lease.Bytes, lease);
    }

    public static ForkchoiceCall Head(int number) => new(
        "engine_forkchoiceUpdatedV3"u8.ToArray(), Sample.Hash(number), Encoding.ASCII.GetBytes($"\"head {number}\""));

    public static BuildCall Attributes(int head, string mark = "") =>
        new(new BuildDigest(0, (ulong)head), (ulong)head, Head(head), Encoding.ASCII.GetBytes($"attributes {head}{mark}"));

    public static string Status(string status) => $$$"""{"result":{"status":"{{{status}}}"}}""";

    public static string ForkchoiceStatus(string status) =>
        $$$"""{"result":{"payloadStatus":{"status":"{{{status}}}"} } }""";
}
