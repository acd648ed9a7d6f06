namespace Sidecar.Gateway.Callers;

/// <summary>Why the body of a request cannot be had.</summary>
internal enum BodyFailure
{
    None,

    /// <summary>Longer than the limit.</summary>
    TooLarge,

    /// <summary>Its end did not come in time.</summary>
    TooSlow,

    /// <summary>The caller has gone away.</summary>
    Disconnected,

    /// <summary>What came are no chunks.</summary>
    Malformed,

    /// <summary>Neither a length nor chunks say where it ends.</summary>
    NoLength,
}
