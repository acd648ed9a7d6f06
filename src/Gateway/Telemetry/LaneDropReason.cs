namespace Sidecar.Gateway.Telemetry;

/// <summary>Why a call left the builder's lane without being sent. A metric tag.</summary>
internal enum LaneDropReason
{
    /// <summary>The lane was at its limit and this was the oldest.</summary>
    Full,

    /// <summary>It waited longer than it was worth sending.</summary>
    Aged,

    /// <summary>A newer update made it pointless.</summary>
    Superseded,

    /// <summary>The builder is syncing, and this would set it back.</summary>
    Gated,
}
