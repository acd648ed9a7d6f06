namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>What Redis does when its memory is full, and how near that is.</summary>
internal sealed class RedisMemoryCheck(RedisFacts facts) : ICheck
{
    public string Name => "redis-memory";

    public string Subject => Subjects.Redis;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(
        facts.Info is { } info ? CheckResult.Of(RedisMemoryJudgement.Judge(info)) : CheckResult.NotMade);
}
