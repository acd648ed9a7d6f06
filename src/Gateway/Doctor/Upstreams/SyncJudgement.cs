using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class SyncJudgement
{
    public static readonly FindingKind Synced = FindingKind.Ok("sync.ok");
    public static readonly FindingKind Untold = FindingKind.Ok("sync.untold");
    public static readonly FindingKind LocalSyncs = FindingKind.Error("sync.local");
    public static readonly FindingKind BuilderSyncs = FindingKind.Warning("sync.builder");

    /// <summary>False, or an object with the progress; null for anything else.</summary>
    public static bool? Read(ProbeReply reply) => reply.Result?.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.True or JsonValueKind.Object => true,
        _ => null,
    };

    public static Finding Judge(UpstreamTarget target, bool? isSyncing) => isSyncing switch
    {
        false => Synced.Is("It is not syncing."),
        null => Untold.Is("It does not tell whether it is syncing; the gateway takes that for no."),
        true when target.IsLocal => LocalSyncs.Is(
            "It is syncing: it makes no blocks, and /readyz of the gateway says 503.",
            "wait until it has caught up; if it does not, see its log and its peers."),
        true => BuilderSyncs.Is(
            "It is syncing: it is asked for no blocks, and all of them are local's, until it has caught up.",
            "wait; if it does not catch up, see whether a node of its own feeds it."),
    };
}
