namespace Sidecar.Chaos.Tests.Checking;

/// <summary>How much time the invariants grant.</summary>
internal sealed record Limits
{
    /// <summary>The builder's whole share of a getPayload, as given to the gateways.</summary>
    public TimeSpan BuilderShare { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// One call to the cluster, as given to the gateways. Twice the default: while a gateway starts, the others may not
    /// run for so long on two cores.
    /// </summary>
    public TimeSpan ClusterCall { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Three calls to the cluster: find the build, fix the decision, fetch its bytes.</summary>
    public TimeSpan ClusterBudget => 3 * ClusterCall;

    /// <summary>
    /// What two cores that also run four gateways, Redis and the clients may take on top. It hides no lost deadline: the
    /// shortest of those is a second.
    /// </summary>
    public TimeSpan Slack { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// What a process may take on top for its first call of a method, which it still has to compile: on two busy cores.
    /// </summary>
    public TimeSpan FirstCall { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a gateway is slow that was frozen, or has just come up.</summary>
    public TimeSpan GatewayAftermath { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long gateways may take to find out that Redis is well again; reconnecting takes up to a second.</summary>
    public TimeSpan RedisAftermath { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A gateway that missed the cluster once goes on alone until it has looked again, which takes so long.</summary>
    public TimeSpan ClusterAftermath { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time to tell the cluster of a build that the builder acknowledged.</summary>
    public TimeSpan RecordTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How late a deposed sequencer's gateway may learn that another one writes: the watch interval, a call's budget and
    /// what is on the wire.
    /// </summary>
    public TimeSpan FencingTime { get; init; } = TimeSpan.FromMilliseconds(400);
}
