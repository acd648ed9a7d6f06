using StackExchange.Redis;

namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>What is left of Redis' data after a restart.</summary>
internal sealed class RedisPersistenceCheck(RedisProbe probe, RedisFacts facts) : ICheck
{
    public string Name => "redis-persistence";

    public string Subject => Subjects.Redis;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (facts.Info is not { } info)
        {
            return CheckResult.NotMade;
        }

        // Whether there are snapshots is told by the configuration only, which many servers keep to themselves.
        var answer = await probe.AskAsync(
            database => database.ExecuteAsync("CONFIG", "GET", "save"), cancellationToken);
        var save = answer is { IsAnswered: true, Value: { } value } && (RedisResult[]?)value is { Length: 2 } pair
            ? (string?)pair[1] : null;
        return CheckResult.Of(RedisPersistenceJudgement.Judge(info, save));
    }
}
