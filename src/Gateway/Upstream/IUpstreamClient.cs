namespace Sidecar.Gateway.Upstream;

/// <summary>One group of connections to an upstream.</summary>
/// <remarks>
/// Implementations never throw for what can go wrong with an upstream: every call ends, at the latest at its deadline,
/// with a reply that says what happened. The walks are sound only because of this.
/// </remarks>
internal interface IUpstreamClient
{
    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="request">What to send, and by when.</param>
    /// <param name="cancellationToken">Gives up early; the reply then says <see cref="UpstreamFailure.Canceled"/>.</param>
    Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken);
}
