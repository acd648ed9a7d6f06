namespace Orleans.Persistence;

/// <summary>The conditional changes, each one script: nothing comes between comparing and changing.</summary>
/// <remarks>
/// KEYS[1] the state's hash; ARGV[1] the etag that was read, empty when there was none. Each returns 0 when it is done
/// and -1 when the stored etag is another one; a missing etag equals an empty one.
/// </remarks>
internal static class RedisScripts
{
    /// <summary>ARGV[2] new etag, ARGV[3] data, ARGV[4] seconds to live or -1.</summary>
    public const string Write =
        """
        if (redis.call('HGET', KEYS[1], 'etag') or '') ~= ARGV[1] then return -1 end
        redis.call('HSET', KEYS[1], 'etag', ARGV[2], 'data', ARGV[3])
        if ARGV[4] ~= '-1' then redis.call('EXPIRE', KEYS[1], ARGV[4]) end
        return 0
        """;

    /// <summary>ARGV[2] new etag. The key keeps the expiry it has.</summary>
    public const string Clear =
        """
        if (redis.call('HGET', KEYS[1], 'etag') or '') ~= ARGV[1] then return -1 end
        redis.call('HSET', KEYS[1], 'etag', ARGV[2], 'data', '')
        return 0
        """;

    public const string Delete =
        """
        if (redis.call('HGET', KEYS[1], 'etag') or '') ~= ARGV[1] then return -1 end
        redis.call('DEL', KEYS[1])
        return 0
        """;
}
