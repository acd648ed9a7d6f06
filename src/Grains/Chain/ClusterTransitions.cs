using Sidecar.Contracts.Chain;

namespace Sidecar.Grains.Chain;

/// <summary>The rules of a cluster grain.</summary>
/// <remarks>A transition that changes nothing returns the state it was given.</remarks>
internal static class ClusterTransitions
{
    /// <summary>
    /// Sets the execution mode. Who changed what is in force is believed whatever the clocks say; a change made without
    /// knowing what is in force holds only if it is the newer one.
    /// </summary>
    public static ClusterState SetMode(ClusterState state, ModeChange change, ClusterGrainOptions options)
    {
        if (state.Modes.Exists(known => known.ChangeId == change.ChangeId))
        {
            return state;
        }

        var inForce = state.Modes.IsEmpty ? null : state.Modes[^1];
        var holds = inForce is null || change.Follows == inForce.ChangeId || change.At > inForce.At;
        return holds ? state with { Modes = state.Modes.AddBounded(change, options.ChangesMax) } : state;
    }

    /// <summary>Keeps the newest word of each gateway, and drops those that were not heard of lately.</summary>
    public static ClusterState ReportGateway(
        ClusterState state, GatewayReport report, DateTimeOffset now, ClusterGrainOptions options)
    {
        var seen = Seen(state, now, options);
        var before = seen.Gateways.Find(other => other.GatewayId == report.GatewayId);
        if (!IsSeen(report, now, options) || before?.At >= report.At)
        {
            return seen;
        }

        var others = before is null ? seen.Gateways : seen.Gateways.Remove(before);
        return seen with { Gateways = others.AddBounded(report, options.GatewaysMax) };
    }

    /// <summary>The state without the gateways that were not heard of lately.</summary>
    public static ClusterState Seen(ClusterState state, DateTimeOffset now, ClusterGrainOptions options)
    {
        var gateways = state.Gateways.RemoveAll(report => !IsSeen(report, now, options));
        return gateways.Count == state.Gateways.Count ? state : state with { Gateways = gateways };
    }

    /// <summary>Nor if it spoke far in the future: a clock jumped, and newer words would look older.</summary>
    private static bool IsSeen(GatewayReport report, DateTimeOffset now, ClusterGrainOptions options) =>
        (now - report.At).Duration() <= options.GatewayAgeMax;
}
