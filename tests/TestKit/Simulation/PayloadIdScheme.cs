namespace Sidecar.TestKit;

/// <summary>
/// How a simulated client names its builds. Real clients differ in all three ways (protocol facts of the OP Stack).
/// </summary>
public enum PayloadIdScheme
{
    /// <summary>A hash of parent, attributes and the client's own salt: no two clients agree.</summary>
    Salted,

    /// <summary>A hash of parent and attributes only: every client with the same first byte agrees.</summary>
    Shared,

    /// <summary>
    /// 1, 2, 3… and from 1 again after a crash, as op-erigon does: an id names different builds over time.
    /// </summary>
    Counter,
}
