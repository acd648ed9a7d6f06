using StackExchange.Redis;

namespace Sidecar.Gateway.Configuration;

/// <summary>What the Redis client of this build can do. Its old version lacks things that some installations need.</summary>
internal static class RedisClientAbilities
{
    /// <summary>The property that later versions have.</summary>
    public const string UserProperty = "User";

    /// <summary>Whether it can log in as a named user (ACL).</summary>
    public static bool KnowsUsers { get; } = typeof(ConfigurationOptions).GetProperty(UserProperty) is not null;

    /// <summary>Whether it asks Sentinels for the Redis to use. The old one takes a service name and ignores it.</summary>
    public static bool KnowsSentinels { get; } =
        typeof(ConnectionMultiplexer).GetMethods().Any(method => method.Name == "SentinelConnectAsync");
}
