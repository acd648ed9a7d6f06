namespace Sidecar.Gateway.Upstream;

/// <summary>Why an upstream gave no usable answer. A closed list: it is a metric tag and a log field.</summary>
internal enum UpstreamFailure
{
    /// <summary>It did not fail.</summary>
    None,

    /// <summary>The deadline passed first.</summary>
    TimedOut,

    /// <summary>No connection, or the connection broke.</summary>
    Unreachable,

    /// <summary>The answer is larger than the limit.</summary>
    TooLarge,

    /// <summary>Any HTTP status but 200.</summary>
    HttpError,

    /// <summary>Not the JSON that the method answers with.</summary>
    Malformed,

    /// <summary>The caller went away first.</summary>
    Canceled,
}
