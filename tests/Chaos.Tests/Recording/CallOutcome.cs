namespace Sidecar.Chaos.Tests.Recording;

/// <summary>How a call to a gateway ended for op-node.</summary>
internal enum CallOutcome
{
    /// <summary>With what op-node needs to go on.</summary>
    Answered,

    /// <summary>With an error, or a status other than VALID.</summary>
    Refused,

    /// <summary>Without an answer: no connection, or a broken one.</summary>
    Failed,

    /// <summary>Without an answer in time.</summary>
    TimedOut,
}
