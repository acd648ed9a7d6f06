using Sidecar.Gateway.Upstream.Http1;

namespace Sidecar.Gateway.Upstream;

/// <summary>The groups of connections that a caller may wait for.</summary>
internal sealed class UpstreamGroups
{
    private readonly List<Http1Connections> _groups = [];

    public Http1Connections Add(Http1Connections group)
    {
        _groups.Add(group);
        return group;
    }

    /// <summary>Opens a connection of each, so that the first call finds one. An upstream that is away is left alone.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_groups.Select(group => Task.Run(() => OpenAsync(group, cancellationToken), cancellationToken)));

    private static async Task OpenAsync(Http1Connections group, CancellationToken cancellationToken)
    {
        try
        {
            await group.ReturnAsync(await group.RentAsync(cancellationToken, CancellationToken.None));
        }
        catch (Exception e) when (Http1Exchange.IsBroken(e))
        {
            // The polls say what is wrong with it.
        }
    }
}
