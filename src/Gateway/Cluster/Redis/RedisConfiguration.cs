using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;
using StackExchange.Redis;

namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>How everything here connects to Redis: the gateway's own connection and the grain storage alike.</summary>
internal static class RedisConfiguration
{
    /// <summary>Name of our connections in CLIENT LIST.</summary>
    public const string ClientName = "sidecar";

    private const int ConnectTimeoutMs = 1000;
    private const int ReconnectMs = 500;
    private const int KeepAliveSeconds = 5;

    /// <summary>
    /// An old master that comes back is a master until somebody makes it a replica; who took it for one asks again so soon.
    /// </summary>
    private const int RoleCheckSeconds = 2;

    /// <summary>A configuration of the caller's own. Reads the password file. Its text form holds the password.</summary>
    /// <exception cref="InvalidOperationException">The password file, checked at start, cannot be read now.</exception>
    public static ConfigurationOptions Create(RedisOptions options)
    {
        var configuration = new ConfigurationOptions
        {
            // Redis may come later than we do, and go, and come back.
            AbortOnConnectFail = false,
            ConnectTimeout = ConnectTimeoutMs,
            ReconnectRetryPolicy = new LinearRetry(ReconnectMs),
            KeepAlive = KeepAliveSeconds,
            ConfigCheckSeconds = RoleCheckSeconds,
            ClientName = ClientName,
            Ssl = options.Tls,
            Password = Password(options),
            ServiceName = options.SentinelService,

            // Only for programs that change the master through this client; a user with few rights may not do it.
            TieBreaker = "",
            ConfigurationChannel = "",
        };
        if (ServerTrust.From(options.TlsCaPath, options.TlsPins) is { } trust)
        {
            configuration.CertificateValidation += trust.Accepts;
        }

        foreach (var text in options.Endpoints)
        {
            if (RedisEndpoint.TryParse(text, out var endpoint))
            {
                configuration.EndPoints.Add(endpoint.Host, endpoint.Port);
            }
        }

        if (options.User is { } user)
        {
            // By name: the oldest client we compile against does not have it, and SettingsRules refuses it there.
            typeof(ConfigurationOptions).GetProperty(RedisClientAbilities.UserProperty)?.SetValue(configuration, user);
        }

        return configuration;
    }

    private static string? Password(RedisOptions options)
    {
        if (options.PasswordPath is not { } path)
        {
            return options.Password;
        }

        return PasswordFile.TryRead(path, out var password, out var error)
            ? password
            : throw new InvalidOperationException($"Redis:PasswordPath: no password could be read: {error}.");
    }
}
