using System.Globalization;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Health;

/// <summary>The rules of /healthz. Pure: the same snapshot gives the same report.</summary>
internal static class HealthPolicy
{
    private const int FailuresMax = 2;

    private static readonly TimeSpan SilenceFloor = TimeSpan.FromSeconds(3);

    public static HealthReport Judge(HealthOptions options, in HealthSnapshot at)
    {
        var localReasons = LocalReasons(options, at);
        var builderReasons = at.IsBuilderWanted ? BuilderReasons(options, at) : [];
        var verdict = HealthVerdict.Healthy;
        if (localReasons.Count > 0)
        {
            verdict = HealthVerdict.ServiceUnavailable;
        }
        else if (builderReasons.Count > 0 && options.ReportBuilder)
        {
            verdict = HealthVerdict.PartialContent;
        }

        return new(verdict, [.. localReasons, .. builderReasons], HealthFacts.List(at), builderReasons.Count > 0);
    }

    /// <summary>How long nothing may be heard: three polls, and never so short that one slow poll decides.</summary>
    public static TimeSpan SilenceMax(HealthOptions options) =>
        options.PollInterval * 3 > SilenceFloor ? options.PollInterval * 3 : SilenceFloor;

    private static List<string> LocalReasons(HealthOptions options, in HealthSnapshot at)
    {
        var local = at.Local;
        var silenceMax = SilenceMax(options);
        if (local.AnsweredAt is not { } answeredAt)
        {
            return ["Local has never answered."];
        }

        if (local.FailuresInRow >= FailuresMax)
        {
            return [FailedInRow("Local", local)];
        }

        if (at.Since(answeredAt) > silenceMax)
        {
            return [$"Local was last heard of {Seconds(at.Since(answeredAt))} ago."];
        }

        if (local.Head is null)
        {
            return ["Local has not told its head yet."];
        }

        if (at.Since(local.HeadAt) > silenceMax)
        {
            return [$"Local last told its head {Seconds(at.Since(local.HeadAt))} ago."];
        }

        // As old as it was when it was told: with a long poll interval a head of then is no fault of now.
        return local.HeadAge > options.MaxUnsafeInterval
            ? [$"Local's head was {Seconds(local.HeadAge)} old, more than {Seconds(options.MaxUnsafeInterval)}."]
            : [];
    }

    private static List<string> BuilderReasons(HealthOptions options, in HealthSnapshot at)
    {
        var builder = at.Builder;
        List<string> reasons = [];
        var silence = at.Since(builder.AnsweredAt ?? at.BuilderSince);
        if (builder.FailuresInRow >= FailuresMax)
        {
            reasons.Add(FailedInRow("Builder", builder));
        }
        else if (silence > SilenceMax(options))
        {
            reasons.Add(builder.AnsweredAt is null
                ? $"Builder has not answered in {Seconds(silence)}."
                : $"Builder was last heard of {Seconds(silence)} ago.");
        }

        // A builder that is handed the blocks it missed is back within a poll or two: that is no reason to move the leader.
        if (at is { Sync: BuilderSyncState.Syncing, BehindSince: { } since } && at.Since(since) > SilenceMax(options))
        {
            reasons.Add($"Builder has been syncing for {Seconds(at.Since(since))}.");
        }

        if (at.BuilderLag() is { } lag && lag > options.MaxUnsafeInterval)
        {
            reasons.Add(
                $"Builder's head is {Seconds(lag)} behind local's, more than {Seconds(options.MaxUnsafeInterval)}.");
        }

        if (at.MissesInRow >= options.MissesMax && at.Since(at.MissedAt) < options.MissAgeMax)
        {
            reasons.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Builder missed the last {at.MissesInRow} payloads, last {at.LastMiss.ToTag()}."));
        }

        return reasons;
    }

    private static string FailedInRow(string who, ContactRecord contact) => string.Create(
        CultureInfo.InvariantCulture,
        $"{who} failed the last {contact.FailuresInRow} times, last {contact.LastFailure.ToTag()}.");

    private static string Seconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");
}
