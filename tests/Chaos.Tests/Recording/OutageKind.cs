namespace Sidecar.Chaos.Tests.Recording;

/// <summary>What was wrong with an entity for a while.</summary>
internal enum OutageKind
{
    /// <summary>Killed, and not ready again.</summary>
    GatewayDown,

    /// <summary>Frozen by a signal.</summary>
    GatewayPaused,

    /// <summary>Not there, hung or slow; or not used at all.</summary>
    RedisUnwell,

    /// <summary>Not there: it forgets its builds.</summary>
    BuilderDown,

    /// <summary>Hangs, lies or answers errors.</summary>
    BuilderFaulty,

    /// <summary>Takes its time.</summary>
    LocalSlow,
}
