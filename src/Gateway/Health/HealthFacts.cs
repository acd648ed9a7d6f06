using System.Globalization;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Health;

/// <summary>Turns a snapshot into the list that the JSON form of /healthz shows.</summary>
internal static class HealthFacts
{
    public static IReadOnlyList<HealthFact> List(in HealthSnapshot at)
    {
        List<HealthFact> facts = [new("execution_mode", at.Mode.ToText(), null)];
        AddContact(facts, "local", at.Local, at);
        if (at.Local.Head is not null)
        {
            facts.Add(new("local.head.age_seconds", Seconds(at.Local.HeadAge), Age(at, at.Local.HeadAt)));
        }

        facts.Add(new("builder.configured", at.HasBuilder ? "yes" : "no", null));
        if (at.IsBuilderWanted)
        {
            AddBuilder(facts, at);
        }

        return facts;
    }

    private static void AddBuilder(List<HealthFact> facts, in HealthSnapshot at)
    {
        AddContact(facts, "builder", at.Builder, at);
        if (at.BuilderLag() is { } lag)
        {
            facts.Add(new("builder.head.behind_local_seconds", Seconds(lag), Age(at, at.Builder.HeadAt)));
        }

        facts.Add(new("builder.sync", SyncText(at.Sync), null));
        facts.Add(new("builder.misses_in_row", Number(at.MissesInRow), null));
        if (at.LastMiss != FallbackReason.None)
        {
            facts.Add(new("builder.last_miss", at.LastMiss.ToTag(), Age(at, at.MissedAt)));
        }
    }

    private static void AddContact(List<HealthFact> facts, string who, ContactRecord contact, in HealthSnapshot at)
    {
        facts.Add(new(
            who + ".last_answer", contact.AnsweredAt is null ? "never" : "ok", Age(at, contact.AnsweredAt)));
        if (contact.FailedAt is not null)
        {
            facts.Add(new(who + ".last_failure", contact.LastFailure.ToTag(), Age(at, contact.FailedAt)));
            facts.Add(new(who + ".failures_in_row", Number(contact.FailuresInRow), Age(at, contact.FailedAt)));
        }

        if (contact.Head is { } head)
        {
            facts.Add(new(who + ".head.number", Number(head.Number), Age(at, contact.HeadAt)));
            facts.Add(new(who + ".head.hash", head.Hash.ToString(), Age(at, contact.HeadAt)));
            facts.Add(new(who + ".head.timestamp", Number(head.Timestamp), Age(at, contact.HeadAt)));
        }
    }

    private static string SyncText(BuilderSyncState state) => state switch
    {
        BuilderSyncState.Unknown => "unknown",
        BuilderSyncState.Synced => "synced",
        BuilderSyncState.Syncing => "syncing",
        BuilderSyncState.Unreachable => "unreachable",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static double? Age(in HealthSnapshot at, long? timestamp) =>
        timestamp is { } known ? Math.Round(at.Since(known).TotalSeconds, 3) : null;

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
