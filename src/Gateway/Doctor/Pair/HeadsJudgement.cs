using System.Globalization;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Pair;

internal static class HeadsJudgement
{
    public static readonly FindingKind Near = FindingKind.Ok("heads.ok");
    public static readonly FindingKind Ahead = FindingKind.Warning("heads.ahead");
    public static readonly FindingKind Behind = FindingKind.Warning("heads.behind");
    public static readonly FindingKind FarBehind = FindingKind.Error("heads.far-behind");
    public static readonly FindingKind Forked = FindingKind.Error("heads.forked");

    /// <summary>Judges two heads that were asked for at the same time.</summary>
    /// <param name="local">Local's.</param>
    /// <param name="builder">The builder's.</param>
    /// <param name="localShared">Local's hash at the height that both have; null if it does not tell.</param>
    /// <param name="builderShared">The builder's hash there.</param>
    /// <param name="isSyncing">Whether the builder says that it is catching up.</param>
    /// <param name="distanceMax">Furthest that /healthz calls healthy, by timestamps.</param>
    /// <param name="replayMax">Blocks that a gateway remembers for a builder that lacks them.</param>
    public static Finding Judge(
        HeadFacts local, HeadFacts builder, string? localShared, string? builderShared, bool isSyncing,
        TimeSpan distanceMax, ulong replayMax)
    {
        var shared = Math.Min(local.Number, builder.Number);
        if (localShared is not null && builderShared is not null && localShared != builderShared)
        {
            return Forked.Is(
                Text($"At block {shared} local has {localShared[..10]}... and the builder {builderShared[..10]}...: ")
                + "it follows another branch, and builds on what local does not have.",
                "see what feeds it (its own op-node, or another sequencer's gateway); let it sync from local's chain.");
        }

        var seconds = (long)local.Timestamp - (long)builder.Timestamp;
        if (seconds < -distanceMax.TotalSeconds)
        {
            return Ahead.Is(
                Text($"It is at block {builder.Number} and local at {local.Number}, {-seconds} s behind it."),
                "see why local does not follow the chain: only local's head counts.");
        }

        if (seconds <= distanceMax.TotalSeconds)
        {
            return Near.Is(Text($"It is at block {builder.Number}, local at {local.Number}."));
        }

        var behind = local.Number - Math.Min(local.Number, builder.Number);
        var sentence = Text($"It is at block {builder.Number}, {behind} blocks ({seconds} s) behind local");
        return !isSyncing && behind > replayMax
            ? FarBehind.Is(
                Text($"{sentence}, more than the {replayMax} that a gateway can replay, and it is not syncing."),
                "give it a node of its own to catch up by; until then all blocks are local's.")
            : Behind.Is(
                $"{sentence}: /healthz says 206, and blocks are local's until it has caught up.",
                "wait; a running gateway replays the blocks it remembers. If it stays so, see its log and peers.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
