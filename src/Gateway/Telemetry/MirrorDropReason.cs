namespace Sidecar.Gateway.Telemetry;

/// <summary>Why a mirrored call never reached the builder. A metric tag.</summary>
internal enum MirrorDropReason
{
    /// <summary>The queue was at its limit.</summary>
    Full,

    /// <summary>The builder stayed away for longer than the call is tried again.</summary>
    Aged,
}
