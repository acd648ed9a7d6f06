namespace Sidecar.Gateway.Telemetry;

/// <summary>What was found when the bytes of another gateway's answer were asked for.</summary>
internal enum PayloadReadOutcome
{
    /// <summary>All of them.</summary>
    Found,

    /// <summary>None: never written, not yet, or too old.</summary>
    Absent,

    /// <summary>Not all of them, or not the ones that were written.</summary>
    Torn,

    /// <summary>More than a body may have.</summary>
    TooLarge,

    /// <summary>Redis did not answer.</summary>
    Failed,
}
