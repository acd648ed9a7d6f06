using System.Diagnostics;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Telemetry.Tracing;

namespace Sidecar.Gateway.Upstream;

/// <summary>Makes a span of every call. Stands before a client only where traces are on.</summary>
internal sealed class TracedUpstreamClient(IUpstreamClient client, UpstreamName name, Uri url, TimeProvider time)
    : IUpstreamClient, IDisposable
{
    public async Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        // Taken now: the call of op-node may be over when the upstream answers.
        var trace = CallTrace.Current;
        var started = time.GetTimestamp();
        var reply = await client.SendAsync(request, cancellationToken);
        trace?.Add(
            $"{name.ToTag()} {request.Method.ToTag()}", ActivityKind.Client, time.GetElapsedTime(started),
            Tags(request.Method, reply), reply.Failure == UpstreamFailure.None ? null : reply.Failure.ToTag());
        return reply;
    }

    public void Dispose() => (client as IDisposable)?.Dispose();

    private KeyValuePair<string, object?>[] Tags(UpstreamMethod method, UpstreamReply reply)
    {
        KeyValuePair<string, object?>[] tags =
        [
            new(SpanText.RpcSystem, SpanText.JsonRpc), new(SpanText.RpcMethod, method.ToTag()),
            new(SpanText.Upstream, name.ToTag()),
            new(SpanText.ServerAddress, url.IdnHost), new(SpanText.ServerPort, url.Port),
        ];
        return reply.StatusCode == 0 ? tags : [.. tags, new(SpanText.StatusCode, reply.StatusCode)];
    }
}
