using System.Net;
using System.Net.Http.Headers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Upstream;

/// <summary>HTTP content over a <see cref="JsonSplice"/>: every segment goes to the socket as it is.</summary>
internal sealed class SpliceContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly JsonSplice _splice;

    public SpliceContent(in JsonSplice splice)
    {
        _splice = splice;
        Headers.ContentType = Json;
        Headers.ContentLength = splice.Length;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!_splice.Head.IsEmpty)
        {
            await stream.WriteAsync(_splice.Head, cancellationToken);
        }

        foreach (var segment in _splice.Body)
        {
            await stream.WriteAsync(segment, cancellationToken);
        }

        if (!_splice.Tail.IsEmpty)
        {
            await stream.WriteAsync(_splice.Tail, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _splice.Length;
        return true;
    }
}
