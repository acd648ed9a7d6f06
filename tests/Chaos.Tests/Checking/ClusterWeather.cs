using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>Whether gateways could know of each other.</summary>
internal static class ClusterWeather
{
    /// <summary>
    /// Redis was there all this time, and the machine never so late that a call to it could not be in its budget.
    /// </summary>
    public static bool ClusterWasWell(this History history, Limits limits, TimeSpan from, TimeSpan to) =>
        !history.HadOutage(OutageKind.RedisUnwell, null, from, to, limits.RedisAftermath)
        && history.StalledBy(from - limits.ClusterAftermath, to) < limits.ClusterCall;
}
