namespace Sidecar.Gateway.Doctor.Redis;

internal static class RedisPersistenceJudgement
{
    public static readonly FindingKind AppendOnly = FindingKind.Ok("redis-persistence.ok");
    public static readonly FindingKind Snapshots = FindingKind.Warning("redis-persistence.snapshots");
    public static readonly FindingKind None = FindingKind.Warning("redis-persistence.none");
    public static readonly FindingKind Failing = FindingKind.Error("redis-persistence.failing");

    private const string TurnOn = "set appendonly yes and appendfsync everysec.";

    /// <summary>Judges INFO and the value of <c>save</c>; null if that may not be seen.</summary>
    public static Finding Judge(IReadOnlyDictionary<string, string> info, string? save)
    {
        var isAppended = RedisInfo.Text(info, "aof_enabled") == "1";
        if (isAppended && RedisInfo.Text(info, "aof_last_write_status") == "err")
        {
            return Failing.Is(
                "It cannot write its append-only file, and refuses writes until it can.", "see its log and its disk.");
        }

        if (isAppended)
        {
            return AppendOnly.Is("It keeps an append-only file: a restart loses a second at most.");
        }

        var hasSnapshots = save is null ? RedisInfo.Number(info, "rdb_last_save_time") > 0 : save.Length > 0;
        if (hasSnapshots && RedisInfo.Text(info, "rdb_last_bgsave_status") == "err")
        {
            return Failing.Is(
                "Its last snapshot failed, and unless told otherwise it refuses writes until one succeeds.",
                "see its log and its disk; it needs memory to fork, too.");
        }

        return hasSnapshots
            ? Snapshots.Is(
                "It keeps snapshots only: a restart loses decisions and the execution mode of the last minutes.",
                TurnOn)
            : None.Is(
                "It keeps nothing on disk: a restart loses decisions, breakers and the execution mode that was set.",
                TurnOn);
    }
}
