using System.Buffers;
using System.Text;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

/// <summary>A read result as text, to compare results of differently split bodies.</summary>
internal static class ReadText
{
    public const int DepthMax = 64;
    public const int BatchMembersMax = 100;

    public static JsonRpcReadResult Read(string body) => Read(Segmented.Whole(body));

    public static JsonRpcReadResult Read(in ReadOnlySequence<byte> body) =>
        JsonRpcReader.Read(body, DepthMax, BatchMembersMax);

    public static string Of(JsonRpcReadResult read)
    {
        var calls = read.Calls.Select(call => string.Join(
            '|', call.Raw.Text(), call.Id.Text(), Encoding.UTF8.GetString(call.Method.Span), call.Params.Text(),
            call.HasUnknownMembers));
        return $"{read.Failure} {read.IsBatch} {read.Id.Text()}\n{string.Join('\n', calls)}";
    }
}
