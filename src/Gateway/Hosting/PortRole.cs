namespace Sidecar.Gateway.Hosting;

/// <summary>What a listening port is for. A feature of every connection that came in by it.</summary>
internal enum PortRole
{
    /// <summary>op-node and op-conductor.</summary>
    Engine,

    /// <summary>The operator.</summary>
    Operations,

    /// <summary>Prometheus.</summary>
    Metrics,
}

/// <summary>Carries the role on a connection.</summary>
internal sealed record PortFeature(PortRole Role);
