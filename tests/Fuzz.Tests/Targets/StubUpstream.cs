using Sidecar.Gateway.Upstream;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>An upstream that answers at once with what the target drew.</summary>
internal sealed class StubUpstream : IUpstreamClient
{
    public Func<UpstreamRequest, UpstreamReply> Answer { get; set; } =
        static _ => UpstreamReply.Failed(UpstreamFailure.Unreachable);

    public Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(request));
}
