using System.Collections.Immutable;
using Sidecar.Contracts.Builders;

namespace Sidecar.Grains.Builders;

/// <summary>What the gateways see of a builder's sync state.</summary>
internal static class SyncObservations
{
    /// <summary>Keeps the newest word of each gateway, and drops those that are too old to count.</summary>
    public static ImmutableList<SyncObservation> Record(
        ImmutableList<SyncObservation> known,
        SyncObservation observation,
        DateTimeOffset now,
        BuilderGrainOptions options)
    {
        var counting = known.RemoveAll(other => !Counts(other, now, options));
        var before = counting.Find(other => other.GatewayId == observation.GatewayId);
        if (!Counts(observation, now, options) || before?.At >= observation.At)
        {
            return counting;
        }

        return (before is null ? counting : counting.Remove(before)).AddBounded(observation, options.ObserversMax);
    }

    /// <summary>The newest word that counts and says something.</summary>
    public static BuilderSyncState Fold(
        ImmutableList<SyncObservation> known, DateTimeOffset now, BuilderGrainOptions options) =>
        known
            .Where(other => other.State != BuilderSyncState.Unknown && Counts(other, now, options))
            .MaxBy(other => other.At)?.State ?? BuilderSyncState.Unknown;

    private static bool Counts(SyncObservation observation, DateTimeOffset now, BuilderGrainOptions options) =>
        (now - observation.At).Duration() <= options.ObservationAgeMax;
}
