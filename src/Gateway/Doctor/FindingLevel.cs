namespace Sidecar.Gateway.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum FindingLevel
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>The gateway works, and something about it will surprise you.</summary>
    Warning,

    /// <summary>The gateway does not start, or cannot do what it is configured for.</summary>
    Error,
}
