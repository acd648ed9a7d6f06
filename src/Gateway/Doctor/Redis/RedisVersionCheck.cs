namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>Which Redis it is, and whether it can be written to. Asks for what the next checks judge, too.</summary>
internal sealed class RedisVersionCheck(RedisProbe probe, RedisFacts facts) : ICheck
{
    public string Name => "redis-version";

    public string Subject => Subjects.Redis;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await probe.AskAsync(database => database.ExecuteAsync("INFO"), cancellationToken);
        facts.Info = answer.IsAnswered ? RedisInfo.Parse((string?)answer.Value ?? "") : null;
        return CheckResult.Of(RedisVersionJudgement.Judge(facts.Info));
    }
}
