namespace Sidecar.Chaos.Tests.Checking;

/// <summary>How much time the invariants grant.</summary>
internal sealed record Limits
{
    /// <summary>The builder's whole share of a getPayload, as given to the gateways.</summary>
    public TimeSpan BuilderShare { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Three calls to the cluster, 50 ms each: find the build, fix the decision, fetch its bytes.</summary>
    public TimeSpan ClusterBudget { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// What two cores that also run four gateways, Redis, the clients and their restarts may take on top. It hides no
    /// lost deadline: the shortest of those is a second.
    /// </summary>
    public TimeSpan Slack { get; init; } = TimeSpan.FromMilliseconds(350);

    /// <summary>How long a gateway that was frozen, or has just come up, may be slow.</summary>
    public TimeSpan GatewayAftermath { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after Redis is well again the gateways may take to find out: reconnecting takes up to a second.</summary>
    public TimeSpan RedisAftermath { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time to tell the cluster of a build that the builder acknowledged.</summary>
    public TimeSpan RecordTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How late a deposed sequencer's gateway may learn that another one writes: the watch interval, a call's budget and
    /// what is on the wire.
    /// </summary>
    public TimeSpan FencingTime { get; init; } = TimeSpan.FromMilliseconds(400);
}
