using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>Writes the few JSON-RPC bytes that are ours: envelopes around slices, requests, and errors.</summary>
internal static class JsonRpcText
{
    private static readonly byte[] ObjectEnd = "}"u8.ToArray();
    private static readonly byte[] ArrayAndObjectEnd = "]}"u8.ToArray();
    private static readonly byte[] NullId = "null"u8.ToArray();

    /// <summary>A successful answer with the caller's id around a result that is already JSON.</summary>
    public static JsonSplice Result(in ReadOnlySequence<byte> id, in ReadOnlySequence<byte> result) =>
        new(Concat("{\"jsonrpc\":\"2.0\",\"id\":"u8, IdOrNull(id), ",\"result\":"u8), result, ObjectEnd);

    /// <summary>An error answer with the caller's id around an error object that is already JSON.</summary>
    public static JsonSplice Error(in ReadOnlySequence<byte> id, in ReadOnlySequence<byte> error) =>
        new(Concat("{\"jsonrpc\":\"2.0\",\"id\":"u8, IdOrNull(id), ",\"error\":"u8), error, ObjectEnd);

    /// <summary>An error answer of our own.</summary>
    public static JsonSplice Error(in ReadOnlySequence<byte> id, int code, string message)
    {
        var text = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{{\"code\":{code},\"message\":\"{JsonEncodedText.Encode(message)}\"}}"));
        return Error(id, new ReadOnlySequence<byte>(text));
    }

    /// <summary>A request of ours with one parameter list that starts with somebody else's JSON.</summary>
    /// <param name="method">The method's name, ASCII.</param>
    /// <param name="firstParameter">The slice that becomes the first parameter.</param>
    /// <param name="otherParameters">Further parameters, each with its comma in front.</param>
    public static JsonSplice Request(string method, in ReadOnlySequence<byte> firstParameter, ReadOnlySpan<byte> otherParameters) =>
        new(
            Concat("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""u8, Encoding.ASCII.GetBytes(method), "\",\"params\":["u8),
            firstParameter,
            otherParameters.IsEmpty ? ArrayAndObjectEnd : Concat(otherParameters, ArrayAndObjectEnd, default));

    private static ReadOnlySpan<byte> IdOrNull(in ReadOnlySequence<byte> id) =>
        id.IsEmpty ? NullId : id.IsSingleSegment ? id.FirstSpan : id.ToArray();

    private static byte[] Concat(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        var bytes = new byte[a.Length + b.Length + c.Length];
        a.CopyTo(bytes);
        b.CopyTo(bytes.AsSpan(a.Length));
        c.CopyTo(bytes.AsSpan(a.Length + b.Length));
        return bytes;
    }
}
