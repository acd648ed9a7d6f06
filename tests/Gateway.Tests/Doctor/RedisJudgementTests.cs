using Sidecar.Gateway.Doctor.Redis;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class RedisJudgementTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(0.3, "redis.ok")]
    [InlineData(24.9, "redis.ok")]
    [InlineData(25.0, "redis.slow")]
    [InlineData(49.9, "redis.slow")]
    [InlineData(50.0, "redis.too-slow")]
    public void Latency_AgainstTheBudgetOfACall_IsJudged(double ms, string id) =>
        Assert.Equal(id, RedisJudgement.OfLatency(TimeSpan.FromMilliseconds(ms), Budget).Kind.Id);

    [Theory]
    [InlineData(nameof(RedisContact.UnknownName))]
    [InlineData(nameof(RedisContact.Refused))]
    [InlineData(nameof(RedisContact.NoRoute))]
    [InlineData(nameof(RedisContact.TimedOut))]
    public void Address_NotReached_IsAnErrorUnlessThereAreOthers(string contact)
    {
        var why = Enum.Parse<RedisContact>(contact);

        Assert.Equal("redis.unreachable", RedisJudgement.NotReached("redis:6379", "--redis", why, false).Kind.Id);
        Assert.Equal("redis.partly-unreachable", RedisJudgement.NotReached("redis:6379", "--redis", why, true).Kind.Id);
    }

    [Theory]
    [InlineData(nameof(RedisContact.LoginRefused), "redis.login")]
    [InlineData(nameof(RedisContact.CommandRefused), "redis.rights")]
    [InlineData(nameof(RedisContact.NoAnswer), "redis.no-answer")]
    public void Connection_OfNoUse_HasItsFinding(string contact, string id) => Assert.Equal(
        id, RedisJudgement.NotUsable(Enum.Parse<RedisContact>(contact), usesTls: false, "--redis-password-path").Kind.Id);

    [Fact]
    public void Info_Lines_AreReadByTheirNames()
    {
        var info = RedisInfo.Parse("# Server\r\nredis_version:7.0.15\r\n\r\n# Memory\r\nused_memory:12\r\nodd\r\na:b:c\r\n");

        Assert.Equal("7.0.15", RedisInfo.Text(info, "redis_version"));
        Assert.Equal(12, RedisInfo.Number(info, "used_memory"));
        Assert.Equal("b:c", RedisInfo.Text(info, "a"));
        Assert.Null(RedisInfo.Number(info, "redis_version"));
        Assert.Null(RedisInfo.Text(info, "odd"));
    }

    [Theory]
    [InlineData("7.0.15", "master", "redis-version.ok")]
    [InlineData("6.0.0", "master", "redis-version.ok")]
    [InlineData("5.0.14", "master", "redis-version.old")]
    [InlineData("what", "master", "redis-version.old")]
    [InlineData("7.0.15", "slave", "redis-version.replica")]
    public void Version_OfInfo_IsJudged(string version, string role, string id) => Assert.Equal(
        id, RedisVersionJudgement.Judge(Sample.Info(("redis_version", version), ("role", role))).Kind.Id);

    [Fact]
    public void Version_Untold_IsAWarning()
    {
        Assert.Equal("redis-version.untold", RedisVersionJudgement.Judge(null).Kind.Id);
        Assert.Equal("redis-version.untold", RedisVersionJudgement.Judge(Sample.Info()).Kind.Id);
    }

    [Theory]
    [InlineData("1", "ok", "", "ok", "redis-persistence.ok")]
    [InlineData("1", "err", "", "ok", "redis-persistence.failing")]
    [InlineData("0", "ok", "3600 1", "ok", "redis-persistence.snapshots")]
    [InlineData("0", "ok", "3600 1", "err", "redis-persistence.failing")]
    [InlineData("0", "ok", "", "err", "redis-persistence.none")]
    [InlineData("0", "ok", "", "ok", "redis-persistence.none")]
    [InlineData("0", "ok", null, "ok", "redis-persistence.snapshots")]
    public void Persistence_OfInfo_IsJudged(string aof, string aofWrite, string? save, string bgsave, string id)
    {
        var info = Sample.Info(
            ("aof_enabled", aof), ("aof_last_write_status", aofWrite), ("rdb_last_bgsave_status", bgsave),
            ("rdb_last_save_time", "1700000000"));

        Assert.Equal(id, RedisPersistenceJudgement.Judge(info, save).Kind.Id);
    }

    [Theory]
    [InlineData("noeviction", 0, 500, "redis-memory.unlimited")]
    [InlineData("noeviction", 1000, 799, "redis-memory.ok")]
    [InlineData("volatile-ttl", 1000, 100, "redis-memory.ok")]
    [InlineData("noeviction", 1000, 800, "redis-memory.nearly-full")]
    [InlineData("volatile-lru", 1000, 900, "redis-memory.nearly-full")]
    [InlineData("volatile-lru", 1000, 100, "redis-memory.evicts-decisions")]
    [InlineData("allkeys-lru", 1000, 100, "redis-memory.evicts-all")]
    [InlineData("allkeys-random", 1000, 999, "redis-memory.evicts-all")]
    [InlineData("allkeys-lfu", 0, 100, "redis-memory.would-evict-all")]
    public void Memory_OfInfo_IsJudgedByPolicyLimitAndUse(string policy, int limit, int used, string id) => Assert.Equal(
        id,
        RedisMemoryJudgement.Judge(Sample.Info(
            ("maxmemory_policy", policy), ("maxmemory", $"{limit}"), ("used_memory", $"{used}"))).Kind.Id);

    [Fact]
    public void Memory_Untold_IsAWarning() =>
        Assert.Equal("redis-memory.untold", RedisMemoryJudgement.Judge(Sample.Info()).Kind.Id);
}
