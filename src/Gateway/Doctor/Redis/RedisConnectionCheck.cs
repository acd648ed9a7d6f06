using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>Whether Redis can be reached and lets us in, and how fast it answers.</summary>
internal sealed class RedisConnectionCheck(ConfigurationExamination setup, RedisProbe probe, RedisFacts facts) : ICheck
{
    private const int Pings = 9;

    public string Name => "redis";

    public string Subject => Subjects.Redis;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var option = setup.NameOf("Redis:Endpoints");
        var touched = await Task.WhenAll(setup.Settings.Redis.Endpoints.Select(
            async text => RedisEndpoint.TryParse(text, out var endpoint)
                ? (text, await probe.TouchAsync(endpoint, cancellationToken)) : (text, RedisContact.UnknownName)));
        List<Finding> findings =
        [
            .. touched.Where(contact => contact.Item2 != RedisContact.Connected)
                .Select(contact => RedisJudgement.NotReached(contact.text, option, contact.Item2, touched.Length > 1)),
        ];
        if (touched.All(contact => contact.Item2 != RedisContact.Connected))
        {
            return CheckResult.Last(findings);
        }

        if (setup.Settings.Redis.PasswordPath is { } path && !PasswordFile.TryRead(path, out _, out _))
        {
            // The file itself has been complained about.
            return CheckResult.Last(findings);
        }

        var answer = await PingAsync(cancellationToken);
        if (!answer.IsAnswered)
        {
            findings.Add(RedisJudgement.NotUsable(
                answer.Contact, setup.Settings.Redis.Tls, setup.NameOf("Redis:PasswordPath")));
            return CheckResult.Last(findings);
        }

        facts.IsUsable = true;
        findings.Add(RedisJudgement.OfLatency(answer.Elapsed, setup.Settings.Cluster.CallBudget));
        return new(findings);
    }

    /// <summary>The median of some.</summary>
    private async Task<RedisAnswer<TimeSpan>> PingAsync(CancellationToken cancellationToken)
    {
        var contact = await probe.ConnectAsync(cancellationToken);
        if (contact != RedisContact.Connected)
        {
            return new(contact, default, default);
        }

        var answers = new List<RedisAnswer<TimeSpan>>();
        for (var i = 0; i < Pings; i++)
        {
            var answer = await probe.AskAsync(database => database.PingAsync(), cancellationToken);
            if (!answer.IsAnswered)
            {
                return answer;
            }

            answers.Add(answer);
        }

        return answers.OrderBy(answer => answer.Elapsed).ElementAt(Pings / 2);
    }
}
