namespace Sidecar.Gateway.Doctor.Redis;

internal static class RedisVersionJudgement
{
    public static readonly FindingKind Known = FindingKind.Ok("redis-version.ok");
    public static readonly FindingKind Old = FindingKind.Warning("redis-version.old");
    public static readonly FindingKind Untold = FindingKind.Warning("redis-version.untold");
    public static readonly FindingKind Replica = FindingKind.Error("redis-version.replica");

    private const int MajorMin = 6;

    public static Finding Judge(IReadOnlyDictionary<string, string>? info)
    {
        if (info is null || RedisInfo.Text(info, "redis_version") is not { } version)
        {
            return Untold.Is(
                "It does not let us look at its version and settings (INFO).",
                "give the user the right +info, or look yourself: docs/redis.md says what to run.");
        }

        if (RedisInfo.Text(info, "role") == "slave")
        {
            return Replica.Is(
                "It is a replica, which takes no writes.",
                "give the master in --redis (its replicas may be named beside it), or Sentinels with "
                + "--redis-sentinel-service.");
        }

        return int.TryParse(version.Split('.')[0], out var major) && major >= MajorMin
            ? Known.Is($"It is Redis {ForeignText.Clean(version)}.")
            : Old.Is($"It is Redis {ForeignText.Clean(version)}; older than 6 is not tested.", "use Redis 6 or later.");
    }
}
