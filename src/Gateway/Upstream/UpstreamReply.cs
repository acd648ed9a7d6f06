using System.Buffers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Upstream;

/// <summary>What came back from an upstream, or why nothing did. Owns the body's lease.</summary>
internal sealed class UpstreamReply : IDisposable
{
    private UpstreamReply(UpstreamFailure failure, BodyLease? body)
    {
        Failure = failure;
        Body = body;
    }

    /// <summary>None for HTTP 200; <see cref="UpstreamFailure.HttpError"/> still has a body to pass on.</summary>
    public UpstreamFailure Failure { get; }

    /// <summary>HTTP status code, 0 if there was no answer.</summary>
    public int StatusCode { get; private init; }

    /// <summary>Content-Type header, if any.</summary>
    public string? ContentType { get; private init; }

    /// <summary>Content-Encoding header, if any.</summary>
    public string? ContentEncoding { get; private init; }

    /// <summary>The body; null if there was no answer.</summary>
    public BodyLease? Body { get; }

    /// <summary>Whether an answer arrived whole, whatever its status.</summary>
    public bool HasAnswer => Body is not null;

    /// <summary>The bytes of an answer with status 200; empty otherwise.</summary>
    public ReadOnlySequence<byte> Bytes =>
        Failure == UpstreamFailure.None ? Body!.Bytes : ReadOnlySequence<byte>.Empty;

    public static UpstreamReply Failed(UpstreamFailure failure) => new(failure, null);

    public static UpstreamReply Answered(int statusCode, string? contentType, string? contentEncoding, BodyLease body) =>
        new(statusCode == StatusCodes.Status200OK ? UpstreamFailure.None : UpstreamFailure.HttpError, body)
        {
            StatusCode = statusCode,
            ContentType = contentType,
            ContentEncoding = contentEncoding,
        };

    public void Dispose() => Body?.Dispose();
}
