namespace Sidecar.Gateway.Health;

/// <summary>What /healthz says. The words are rollup-boost's, which op-conductor reads.</summary>
internal enum HealthVerdict
{
    /// <summary>200: blocks are made as configured.</summary>
    Healthy,

    /// <summary>206: local makes blocks, the builder does not.</summary>
    PartialContent,

    /// <summary>503: local does not make blocks.</summary>
    ServiceUnavailable,
}
