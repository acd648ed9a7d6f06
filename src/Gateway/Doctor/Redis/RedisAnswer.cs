namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>What became of a command.</summary>
/// <param name="Contact">Connected if it was answered.</param>
/// <param name="Value">The answer.</param>
/// <param name="Elapsed">How long it took.</param>
internal readonly record struct RedisAnswer<T>(RedisContact Contact, T? Value, TimeSpan Elapsed)
{
    public bool IsAnswered => Contact == RedisContact.Connected;
}
