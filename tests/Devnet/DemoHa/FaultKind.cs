namespace Sidecar.Devnet.DemoHa;

/// <summary>What goes wrong in a run.</summary>
internal enum FaultKind
{
    /// <summary>The gateway that took forkchoiceUpdated is killed; the sequencer's other one gets getPayload.</summary>
    KillBeforeGetPayload,

    /// <summary>The gateway is killed right after its answer; the sequencer's other one is asked the same.</summary>
    KillAfterAnswer,

    /// <summary>The same, and the other sequencer's gateway is asked.</summary>
    KillAfterAnswerAskOther,

    /// <summary>The leader loses its gateways between the two calls; the other sequencer goes on with the block.</summary>
    LoseLeader,

    /// <summary>Redis is killed and comes back, with its data or without.</summary>
    KillRedis,

    /// <summary>The builder is killed and comes back.</summary>
    KillBuilder,

    /// <summary>A gateway stands still (SIGSTOP) with a getPayload in its hands, for about a slot.</summary>
    FreezeGateway,
}
