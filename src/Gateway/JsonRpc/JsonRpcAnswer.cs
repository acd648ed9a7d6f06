using System.Buffers;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>What goes back to a caller. Owns the lease behind its bytes.</summary>
internal sealed class JsonRpcAnswer(JsonSplice content, BodyLease? lease) : IDisposable
{
    private const string Json = "application/json";

    /// <summary>HTTP status code.</summary>
    public int StatusCode { get; init; } = StatusCodes.Status200OK;

    /// <summary>Content-Type header, as it came from upstream.</summary>
    public string? ContentType { get; init; } = Json;

    /// <summary>Content-Encoding header, as it came from upstream.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The bytes. Valid until disposed.</summary>
    public JsonSplice Content => content;

    /// <summary>Whether the content is one whole JSON-RPC response, which is what a batch can hold.</summary>
    public bool IsJsonRpc => StatusCode == StatusCodes.Status200OK && ContentEncoding is null;

    /// <summary>A result with the caller's id around it.</summary>
    public static JsonRpcAnswer Result(in ReadOnlySequence<byte> id, in ReadOnlySequence<byte> result, BodyLease lease) =>
        new(JsonRpcText.Result(id, result), lease);

    /// <summary>An error of our own.</summary>
    public static JsonRpcAnswer Error(
        in ReadOnlySequence<byte> id, int code, string message, int statusCode = StatusCodes.Status200OK) =>
        new(JsonRpcText.Error(id, code, message), null) { StatusCode = statusCode };

    public void Dispose() => lease?.Dispose();
}
