namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Why a question had no answer, told apart by what there is to do about it.</summary>
internal enum ProbeFailure
{
    None,

    /// <summary>Nobody knows the host's name.</summary>
    UnknownName,

    /// <summary>The machine is there and nothing listens.</summary>
    Refused,

    /// <summary>No way to the machine.</summary>
    NoRoute,

    /// <summary>Nothing came back in time.</summary>
    TimedOut,

    /// <summary>TLS could not be agreed on.</summary>
    Tls,

    /// <summary>The connection ended in the middle.</summary>
    Broken,
}
