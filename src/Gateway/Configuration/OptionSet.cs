namespace Sidecar.Gateway.Configuration;

/// <summary>All option objects. The property names are the section names.</summary>
internal record OptionSet
{
    public EngineOptions Engine { get; } = new();

    public LocalOptions Local { get; } = new();

    public BuilderOptions Builder { get; } = new();

    public SelectionOptions Selection { get; } = new();

    public HealthOptions Health { get; } = new();

    public BoostSyncOptions BoostSync { get; } = new();

    public BuildsOptions Builds { get; } = new();

    public ClusterOptions Cluster { get; } = new();

    public SiloOptions Silo { get; } = new();

    public RedisOptions Redis { get; } = new();

    public BreakerOptions Breaker { get; } = new();

    public OperationsOptions Operations { get; } = new();

    public MetricsOptions Metrics { get; } = new();

    public TracingOptions Tracing { get; } = new();

    public LogOptions Log { get; } = new();
}
