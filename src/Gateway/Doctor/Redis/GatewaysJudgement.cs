using System.Globalization;
using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Redis;

internal static class GatewaysJudgement
{
    public static readonly FindingKind Seen = FindingKind.Ok("gateways.ok");
    public static readonly FindingKind NoneSeen = FindingKind.Ok("gateways.none");
    public static readonly FindingKind NameTaken = FindingKind.Error("gateways.name-taken");
    public static readonly FindingKind ClockOff = FindingKind.Warning("gateways.clock-off");
    public static readonly FindingKind ModeSet = FindingKind.Warning("gateways.mode");
    public static readonly FindingKind Unreadable = FindingKind.Error("gateways.unreadable");
    public static readonly FindingKind Foreign = FindingKind.Error("gateways.foreign");

    /// <summary>Gateways report every 2 s; one that has not for so long has gone.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan SkewMax = TimeSpan.FromSeconds(10);

    public static Finding NotReadable(string key) => Unreadable.Is(
        $"The state of the cluster, {key}, may not be read.", "give the user the rights in docs/redis.md.");

    public static Finding NotUnderstood(string key) => Foreign.Is(
        $"What is under {key} is not ours.", "give the cluster another --cluster-service-id, or Redis to nobody else.");

    /// <summary>Judges what the gateways have said of themselves.</summary>
    /// <param name="state">What they share.</param>
    /// <param name="ourId">The name of the gateway with this configuration, which may be running.</param>
    /// <param name="ourSequencer">Its local, as host and port.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Finding> Judge(
        ClusterState state, string ourId, string ourSequencer, DateTimeOffset now)
    {
        var recent = state.Gateways.Where(report => now - report.At <= AgeMax).ToList();
        yield return recent.Count == 0
            ? NoneSeen.Is("No gateway of this chain has been seen in the last minute.")
            : Seen.Is($"Seen in the last minute: {string.Join(", ", recent.Select(report => Describe(report, now)))}.");

        foreach (var report in recent.Where(report => report.GatewayId == ourId && report.Sequencer != ourSequencer))
        {
            yield return NameTaken.Is(
                $"A gateway in front of {ForeignText.Clean(report.Sequencer)} has the name "
                + $"{ForeignText.Clean(ourId)} too: "
                + "they would take each other's builds for their own.",
                "give each gateway its own --gateway-id.");
        }

        foreach (var report in recent.Where(report => report.At - now > SkewMax))
        {
            yield return ClockOff.Is(
                $"The clock of {ForeignText.Clean(report.GatewayId)} is {Seconds(report.At - now)} s ahead of this "
                + "machine's.",
                "set both clocks by NTP (timedatectl).");
        }

        if (state.Modes is [.., { Mode: not ExecutionMode.Enabled } mode])
        {
            yield return ModeSet.Is(
                $"{ForeignText.Clean(mode.Who)} set the execution mode to {WordText.Format(mode.Mode)} on "
                + $"{mode.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC "
                + $"({ForeignText.Clean(mode.Why)}): no block is the builder's.",
                "debug_setExecutionMode enabled at the operations port of any gateway, when it should be again.");
        }
    }

    private static string Describe(GatewayReport report, DateTimeOffset now) =>
        $"{ForeignText.Clean(report.GatewayId)} {ForeignText.Clean(report.Version)} of "
        + $"{ForeignText.Clean(report.Sequencer)}, "
        + $"{Seconds(now > report.At ? now - report.At : TimeSpan.Zero)} s ago";

    private static string Seconds(TimeSpan time) =>
        Math.Round(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
