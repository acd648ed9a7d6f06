namespace Sidecar.Gateway.Telemetry;

/// <summary>Why the bytes of an answer were not written for the other gateways.</summary>
internal enum PayloadDropReason
{
    /// <summary>Newer ones took the room.</summary>
    Full,

    /// <summary>Nobody will ask for them any more.</summary>
    Aged,

    /// <summary>The gateway stopped first.</summary>
    Stopped,
}
