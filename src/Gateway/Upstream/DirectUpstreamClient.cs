using Sidecar.Gateway.Threads;

namespace Sidecar.Gateway.Upstream;

/// <summary>Blocks the calling thread where that may be: what it waits for wakes it, and no other thread comes in between.</summary>
/// <param name="blocking">Over connections that block.</param>
/// <param name="waiting">For all other threads.</param>
internal sealed class DirectUpstreamClient(IUpstreamClient blocking, IUpstreamClient waiting)
    : IUpstreamClient, IDisposable
{
    public Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        (BlockingThread.IsCurrent ? blocking : waiting).SendAsync(request, cancellationToken);

    public void Dispose()
    {
        (blocking as IDisposable)?.Dispose();
        (waiting as IDisposable)?.Dispose();
    }
}
