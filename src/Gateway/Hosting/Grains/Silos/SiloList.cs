using Sidecar.Gateway.Page.Api;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>The silos as Orleans' members hold them, for the operator's page.</summary>
internal sealed class SiloList(OrleansMember member, TimeProvider time) : ISiloList
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public async ValueTask<IReadOnlyList<SiloView>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (member.Grains is not { } grains)
        {
            return null;
        }

        try
        {
            var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: false, cancellationToken)
                .WaitAsync(Timeout, time, cancellationToken);
            return
            [
                .. hosts.Where(host => host.Value != SiloStatus.Dead)
                    .Select(host => new SiloView(host.Key.Endpoint.ToString(), host.Value.ToString()))
                    .OrderBy(silo => silo.Address, StringComparer.Ordinal),
            ];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever breaks in the cluster, the page shows the rest: hence a catch-all.
            return null;
        }
    }
}
