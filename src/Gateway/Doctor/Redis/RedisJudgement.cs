using System.Diagnostics;
using System.Globalization;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Redis;

internal static class RedisJudgement
{
    public static readonly FindingKind Answers = FindingKind.Ok("redis.ok");
    public static readonly FindingKind Slow = FindingKind.Warning("redis.slow");
    public static readonly FindingKind TooSlow = FindingKind.Error("redis.too-slow");
    public static readonly FindingKind Unreachable = FindingKind.Error("redis.unreachable");
    public static readonly FindingKind PartlyUnreachable = FindingKind.Warning("redis.partly-unreachable");
    public static readonly FindingKind NoAnswer = FindingKind.Error("redis.no-answer");
    public static readonly FindingKind LoginRefused = FindingKind.Error("redis.login");
    public static readonly FindingKind CommandRefused = FindingKind.Error("redis.rights");

    /// <summary>An address that cannot be connected to.</summary>
    public static Finding NotReached(string endpoint, string option, RedisContact contact, bool isOneOfSeveral)
    {
        var (why, fix) = contact switch
        {
            RedisContact.UnknownName => (
                "the name leads nowhere from this machine", $"correct {option}, or the name server."),
            RedisContact.Refused => (
                "nothing listens there",
                $"start Redis, let it bind an address that this machine reaches, or correct {option}."),
            RedisContact.NoRoute => ("there is no way there", $"correct {option}, or the network between."),
            RedisContact.TimedOut => (
                "nothing comes back", "see whether a firewall is between, and that the machine is up."),
            _ => throw new UnreachableException(),
        };
        return isOneOfSeveral
            ? PartlyUnreachable.Is($"{endpoint} is not reached: {why}; the others serve meanwhile, if they do.", fix)
            : Unreachable.Is(
                $"{endpoint} is not reached: {why}. Blocks go on, and gateways do not know of each other's.", fix);
    }

    /// <summary>A connection that is of no use.</summary>
    public static Finding NotUsable(RedisContact contact, bool usesTls, string passwordOption) => contact switch
    {
        RedisContact.LoginRefused => LoginRefused.Is(
            usesTls ? "It refuses our login, or its certificate is none that we trust." : "It refuses our login.",
            (usesTls ? "see --redis-tls-ca-path and --redis-tls-pin, or " : "") + $"give the right password in {passwordOption} (and the user in --redis-user), or none."),
        RedisContact.CommandRefused => CommandRefused.Is(
            "It lets us in and refuses PING.", "give the user the rights in docs/redis.md."),
        _ => NoAnswer.Is(
            "It takes connections and does not answer.",
            usesTls
                ? "see whether that port speaks TLS, with a certificate that this machine trusts for that name; "
                  + "else whether it hangs."
                : "see whether it hangs (redis-cli ping), or wants --redis-tls."),
    };

    /// <summary>The median of some pings, against what a walk waits for the cluster at most.</summary>
    public static Finding OfLatency(TimeSpan median, TimeSpan budget)
    {
        var ms = median.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        var limit = DurationText.Format(budget);
        return median >= budget
            ? TooSlow.Is(
                $"It answers after {ms} ms, and no call waits longer than {limit}: the cluster will count as away.",
                "put Redis nearer to the gateways; raising --cluster-call-budget takes the time from blocks.")
            : median >= budget / 2
                ? Slow.Is(
                    $"It answers after {ms} ms, more than half of the {limit} that a call waits.",
                    "put Redis nearer to the gateways, or see what slows it (redis-cli slowlog get).")
                : Answers.Is($"It answers within {ms} ms; a call waits for {limit}.");
    }
}
