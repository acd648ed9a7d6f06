using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting;

namespace Sidecar.Gateway.Tests.Packaging;

internal static class StopTimes
{
    /// <summary>Until whoever stops a gateway may lose patience: the block, the calls, and two waits of the hand-over.</summary>
    public static TimeSpan LongestOf(EngineOptions options) =>
        GracefulStop.LongestOf(options) + (2 * ClusterLimits.HandOverMax);
}
