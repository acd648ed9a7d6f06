namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>How far we got with Redis.</summary>
internal enum RedisContact
{
    Connected,
    UnknownName,
    Refused,
    NoRoute,
    TimedOut,

    /// <summary>It takes the connection and does not speak, or not to us: hung, or TLS on one side only.</summary>
    NoAnswer,

    /// <summary>It wants a password, another one, or none.</summary>
    LoginRefused,

    /// <summary>This user may not run this command.</summary>
    CommandRefused,
}
