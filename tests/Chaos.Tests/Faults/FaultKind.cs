namespace Sidecar.Chaos.Tests.Faults;

/// <summary>What is done to the cluster.</summary>
internal enum FaultKind
{
    /// <summary>The same getPayload again, and nobody is hurt.</summary>
    AskAgain,

    /// <summary>SIGKILL to the leader's or the follower's gateway, and a restart.</summary>
    KillGateway,

    /// <summary>SIGKILL right after a getPayload answer, and the same getPayload elsewhere.</summary>
    KillAfterAnswer,

    /// <summary>SIGSTOP, and SIGCONT later.</summary>
    PauseGateway,

    /// <summary>Leadership goes to the other sequencer between two slots.</summary>
    MoveLeader,

    /// <summary>The leader is deposed mid-slot, does not know it and goes on.</summary>
    DeposeLeader,

    /// <summary>The leader is lost mid-slot with all its gateways.</summary>
    LoseLeader,

    /// <summary>SIGKILL to Redis, which comes back with its data.</summary>
    KillRedis,

    /// <summary>SIGKILL to Redis, which comes back empty.</summary>
    WipeRedis,

    /// <summary>SIGSTOP to Redis.</summary>
    HangRedis,

    /// <summary>Half a second to each call to Redis.</summary>
    SlowRedis,

    /// <summary>The builder dies and comes back.</summary>
    KillBuilder,

    /// <summary>The builder does not answer.</summary>
    HangBuilder,

    /// <summary>The builder answers errors.</summary>
    FailBuilder,

    /// <summary>The builder's blocks are not what was asked for, or not valid.</summary>
    LieBuilder,

    /// <summary>The builder answers the block before.</summary>
    StaleBuilder,

    /// <summary>A local takes its time.</summary>
    SlowLocal,
}
