namespace Sidecar.Gateway.Telemetry;

/// <summary>How a call to a grain ended. A metric tag.</summary>
internal enum ClusterOutcome
{
    /// <summary>With an answer.</summary>
    Answered,

    /// <summary>Its time was over first.</summary>
    Late,

    /// <summary>With an error.</summary>
    Failed,
}
