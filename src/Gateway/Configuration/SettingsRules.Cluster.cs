namespace Sidecar.Gateway.Configuration;

internal sealed partial class SettingsRules
{
    private const int EndpointsMax = 16;
    private const string Endpoints = "Redis:Endpoints";

    private void CheckCluster()
    {
        CheckClusterTimes();
        CheckRedisEndpoints();
        CheckRedisPassword();
        CheckRedisTls();
        CheckRedisClient();
    }

    private void CheckSilo(ProgramKind program)
    {
        if (program.IsSilo && options.Redis.Endpoints.Count == 0)
        {
            problems.Error("Redis:Endpoints (not set): silos and gateways find each other through Redis; "
                + "give --redis (SIDECAR_REDIS__ENDPOINTS).");
        }

        if (!EngineAbilities.HasSilos)
        {
            if (!program.IsSilo && options.Cluster.Silo == SiloPlace.Client)
            {
                problems.Error($"{values.Origin("Cluster:Silo")}: this build hosts the grains in the gateway and has no "
                    + "silos to be a client of; use a build with the Orleans engine, or leave it out.");
            }

            string[] useless = ["Cluster:ClusterId", "Silo:Address", "Silo:Port", "Silo:GatewayPort"];
            foreach (var key in useless.Where(values.IsGiven))
            {
                problems.Warn($"{values.Origin(key)}: is for silos, and this build has none; it is ignored.");
            }

            return;
        }

        if (!program.IsSilo && options.Cluster.Silo == SiloPlace.Client && options.Redis.Endpoints.Count == 0)
        {
            problems.Error($"{values.Origin("Cluster:Silo")}: silos are found through Redis, but there is none; "
                + "give --redis (SIDECAR_REDIS__ENDPOINTS), or leave it out to host the grains here.");
        }

        if (options.Silo.Address is { } address)
        {
            CheckHost("Silo:Address", address);
        }
    }

    private void CheckClusterTimes()
    {
        var (cluster, breaker) = (options.Cluster, options.Breaker);
        if (AreReadable("Cluster:WriterLease", "Cluster:WatchInterval")
            && cluster.WriterLease <= 2 * cluster.WatchInterval)
        {
            problems.Error($"{values.Origin("Cluster:WriterLease")}: is {DurationText.Format(cluster.WriterLease)}, "
                + $"not above twice the watch interval of {DurationText.Format(cluster.WatchInterval)} "
                + $"({values.Origin("Cluster:WatchInterval")}); raise it, or watch more often.");
        }

        // Alone, a gateway has its grains in its own memory and never waits for them.
        if (options.Builder.Url is not null && options.Redis.Endpoints.Count > 0
            && AreReadable("Cluster:CallBudget", "Builder:Timeout") && cluster.CallBudget >= options.Builder.Timeout)
        {
            problems.Error($"{values.Origin("Cluster:CallBudget")}: is {DurationText.Format(cluster.CallBudget)}, "
                + $"not below the builder's {DurationText.Format(options.Builder.Timeout)} "
                + $"({values.Origin("Builder:Timeout")}); lower it, or raise the builder's.");
        }

        if (AreReadable("Breaker:OpenFor", "Breaker:OpenForMax") && breaker.OpenForMax < breaker.OpenFor)
        {
            problems.Error($"{values.Origin("Breaker:OpenForMax")}: is {DurationText.Format(breaker.OpenForMax)}, "
                + $"shorter than the {DurationText.Format(breaker.OpenFor)} it starts with "
                + $"({values.Origin("Breaker:OpenFor")}); raise it.");
        }
    }

    // A wrong address is not repeated: people put passwords into them.
    private void CheckRedisEndpoints()
    {
        var endpoints = options.Redis.Endpoints;
        if (endpoints.Count > EndpointsMax)
        {
            problems.Error($"{values.Origin(Endpoints)}: has {endpoints.Count} addresses; give at most {EndpointsMax}.");
        }

        for (var i = 0; i < endpoints.Count; i++)
        {
            if (!RedisEndpoint.TryParse(endpoints[i], out _))
            {
                problems.Error($"{values.Origin(Endpoints)}: address {i + 1} is neither host:port nor host; "
                    + "give one like 10.0.0.5:6379, without redis:// and without a password.");
            }
        }
    }

    private void CheckRedisPassword()
    {
        var redis = options.Redis;
        string[] keys = ["Redis:Password", "Redis:PasswordPath", "Redis:User", "Redis:SentinelService", "Redis:TlsCaPath", "Redis:TlsPins"];
        if (redis.Endpoints.Count == 0 && Array.Find(keys, values.IsGiven) is { } useless)
        {
            problems.Error($"{values.Origin(useless)}: is for Redis, but there is none; "
                + "give --redis (SIDECAR_REDIS__ENDPOINTS), or leave it out to keep all in memory.");
            return;
        }

        if (redis.Password is not null && redis.PasswordPath is not null)
        {
            problems.Error($"{values.Origin("Redis:Password")} and {values.Origin("Redis:PasswordPath")}: "
                + "are two passwords for one purpose; keep one.");
        }
        else if (redis.PasswordPath is { } path
            && !PasswordFile.TryRead(Path.GetFullPath(path, directory), out _, out var error))
        {
            problems.Error($"{values.Origin("Redis:PasswordPath")}: no password could be read from \"{path}\": {error}; "
                + "give a file with one line.");
        }

        if (redis.User is not null && redis.Password is null && redis.PasswordPath is null)
        {
            problems.Error($"{values.Origin("Redis:User")}: is a user without a password; "
                + "give --redis-password-path (SIDECAR_REDIS__PASSWORDPATH), or leave the user out.");
        }
    }

    private void CheckRedisClient()
    {
        const string Advice = "use the images built with the Orleans engine";
        if (options.Redis.User is not null && !RedisClientAbilities.KnowsUsers)
        {
            problems.Error($"{values.Origin("Redis:User")}: this build's Redis client cannot log in as a named user; "
                + $"{Advice}, or give only the password of the default user.");
        }

        if (options.Redis.SentinelService is not null && !RedisClientAbilities.KnowsSentinels)
        {
            problems.Error($"{values.Origin("Redis:SentinelService")}: this build's Redis client cannot ask Sentinels; "
                + $"{Advice}, or leave it out and give the address of Redis itself.");
        }
    }
}
