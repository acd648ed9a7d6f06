using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>Redis with one thing wrong.</summary>
[Trait("Category", "E2E")]
public sealed class BrokenRedisTests
{
    [Fact]
    public async Task Redis_Down_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();

        var outcome = await setup.ExamineAsync("--redis", $"127.0.0.1:{FreePort.Next()}");

        Assert.Equal(["redis redis.unreachable"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("redis gateways", outcome.NotMade);
    }

    [Fact]
    public async Task Redis_Hung_IsAnErrorInTime()
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        redis.Pause();

        var outcome = await setup.ExamineAsync("--redis", redis.Endpoint);
        redis.Resume();

        Assert.Equal(["redis redis.no-answer"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong-password-7d20")]
    public async Task Redis_WithAnotherPassword_IsAnError(string? given)
    {
        await using var setup = await DoctorSetup.StartAsync();
        var options = new RedisServerOptions { Password = "right-password-11c8" };
        await using var redis = await RedisServer.StartAsync(options);
        string[] password = given is null ? [] : ["--redis-password", given];

        var outcome = await setup.ExamineAsync(["--redis", redis.Endpoint, .. password]);

        Assert.Contains("redis redis.login", outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
        Assert.DoesNotContain(
            "wrong-password", string.Concat(outcome.Findings.Select(finding => finding.Meaning + finding.Fix)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_ThatEvictsEverything_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions
        {
            Arguments = ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"],
        });

        var outcome = await setup.ExamineAsync("--redis", redis.Endpoint);

        Assert.Equal(["redis redis-memory.evicts-all"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("noeviction", outcome.The("redis-memory.evicts-all").Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_ThatKeepsNothing_IsAWarning()
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { KeepsData = false });

        var outcome = await setup.ExamineAsync("--redis", redis.Endpoint);

        Assert.Equal(["redis redis-persistence.none"], outcome.Complaints);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public async Task Redis_ThatIsAReplica_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var master = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync(new RedisServerOptions
        {
            Arguments = ["--replicaof", "127.0.0.1", $"{master.Port}"],
        });

        var outcome = await setup.ExamineAsync("--redis", replica.Endpoint);

        Assert.Equal(["redis redis-version.replica"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Redis_WithStateOfSomebodyElse_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("HSET", "sidecar/state/cluster/901/cluster", "data", "no JSON");

        var outcome = await setup.ExamineAsync("--redis", redis.Endpoint);

        Assert.Equal(["redis gateways.foreign"], outcome.Complaints);
    }
}
