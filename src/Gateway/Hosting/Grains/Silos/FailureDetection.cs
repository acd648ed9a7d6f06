using Orleans.Configuration;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>How soon silos notice that one of them is gone: within about a second, instead of a dozen.</summary>
internal static class FailureDetection
{
    public static void Configure(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
        membership.MinProbeTimeout = TimeSpan.FromMilliseconds(250);
        membership.MaxProbeTimeout = TimeSpan.FromMilliseconds(500);
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.EnableIndirectProbes = false;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);

        // When all silos were killed, the first that comes back waits until the others' last signs of life are old.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(30);
    }
}
