using System.Globalization;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Redis;

internal static class RedisMemoryJudgement
{
    public static readonly FindingKind Kept = FindingKind.Ok("redis-memory.ok");
    public static readonly FindingKind Unlimited = FindingKind.Ok("redis-memory.unlimited");
    public static readonly FindingKind Untold = FindingKind.Warning("redis-memory.untold");
    public static readonly FindingKind EvictsAll = FindingKind.Error("redis-memory.evicts-all");
    public static readonly FindingKind WouldEvictAll = FindingKind.Warning("redis-memory.would-evict-all");
    public static readonly FindingKind EvictsDecisions = FindingKind.Warning("redis-memory.evicts-decisions");
    public static readonly FindingKind NearlyFull = FindingKind.Warning("redis-memory.nearly-full");

    private const double NearlyFullFrom = 0.8;
    private const string SetPolicy = "set maxmemory-policy noeviction (or volatile-ttl) and give it enough memory.";

    public static Finding Judge(IReadOnlyDictionary<string, string> info)
    {
        if (RedisInfo.Text(info, "maxmemory_policy") is not { } policy
            || RedisInfo.Number(info, "used_memory") is not { } used)
        {
            return Untold.Is("It does not tell its memory settings.", SetPolicy);
        }

        var limit = RedisInfo.Number(info, "maxmemory") ?? 0;
        if (policy.StartsWith("allkeys-", StringComparison.Ordinal))
        {
            return limit == 0
                ? WouldEvictAll.Is(
                    $"Its eviction policy is {ForeignText.Clean(policy)}: "
                    + "harmless while it has no memory limit, as now.",
                    SetPolicy)
                : EvictsAll.Is(
                    $"Its eviction policy is {ForeignText.Clean(policy)}: when it is full it drops decisions, and "
                    + "the execution mode.",
                    SetPolicy);
        }

        if (limit == 0)
        {
            return Unlimited.Is($"It uses {Size(used)} and has no limit; see that the machine has enough.");
        }

        if (used >= limit * NearlyFullFrom)
        {
            return NearlyFull.Is(
                $"It uses {Size(used)} of {Size(limit)}; full, it "
                + $"{(policy == "noeviction" ? "refuses writes" : "drops payloads")}.",
                "give it more memory: docs/redis.md says how much is needed.");
        }

        return policy is "noeviction" or "volatile-ttl"
            ? Kept.Is($"It uses {Size(used)} of {Size(limit)}, policy {policy}.")
            : EvictsDecisions.Is(
                $"Its eviction policy is {ForeignText.Clean(policy)}: "
                + "when it is full it may drop decisions before payloads.",
                SetPolicy);
    }

    /// <summary>In whole MiB, or less if it is.</summary>
    private static string Size(long bytes) => bytes < 1024 * 1024
        ? SizeText.Format(bytes)
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024)}MiB");
}
