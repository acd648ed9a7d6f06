namespace Sidecar.Bench.Targets;

/// <summary>What a call may go through on its way to the stub. Their order is that of the tables.</summary>
internal enum TargetKind
{
    /// <summary>Nothing.</summary>
    Direct,

    /// <summary>nginx with buffers that keep every body in memory: the reference.</summary>
    NginxTuned,

    /// <summary>The same once more: what differs between the two is noise.</summary>
    NginxTunedAgain,

    /// <summary>nginx with the buffers it has by default.</summary>
    NginxStock,

    Haproxy,

    /// <summary>The gateway without a builder: a transparent proxy.</summary>
    Sidecar,

    /// <summary>The gateway with a builder: the walks.</summary>
    SidecarBuilder,

    /// <summary>The same with Redis behind its grains.</summary>
    SidecarRedis,

    /// <summary>The gateway with a builder that never answers getPayload.</summary>
    SidecarHanging,

    /// <summary>Nothing, and of a case of two calls only the first: what a chain without a builder waits.</summary>
    FirstCallAlone,
}
