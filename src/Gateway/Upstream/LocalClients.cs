namespace Sidecar.Gateway.Upstream;

/// <summary>The connection groups to local.</summary>
/// <param name="Engine">For the walks: nothing else may stand in their way.</param>
/// <param name="Direct">
/// The same for calls that their walk has nothing to do beside: it may block the thread of the caller's connection until
/// the answer has come.
/// </param>
/// <param name="Other">For the other members of batches.</param>
/// <param name="Poll">For health polls.</param>
internal sealed record LocalClients(
    IUpstreamClient Engine, IUpstreamClient Direct, IUpstreamClient Other, IUpstreamClient Poll)
{
    /// <summary>Asks local, and does something once: while local works or, where local could not be asked, after it.</summary>
    /// <param name="request">The call.</param>
    /// <param name="meanwhile">Must not throw.</param>
    public Task<UpstreamReply> AskAsync(UpstreamRequest request, Action meanwhile)
    {
        var isDone = false;
        var reply = Direct.SendAsync(request with { Meanwhile = Once }, CancellationToken.None);
        Once();
        return reply;

        // A request that is sent a second time calls it a second time.
        void Once()
        {
            if (!isDone)
            {
                isDone = true;
                meanwhile();
            }
        }
    }
}
