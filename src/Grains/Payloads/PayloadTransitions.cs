using System.Collections.Immutable;
using Sidecar.Contracts;
using Sidecar.Contracts.Payloads;

namespace Sidecar.Grains.Payloads;

/// <summary>The rules of a payload grain. What is known of a build only grows: nothing recorded is replaced.</summary>
/// <remarks>A transition that changes nothing returns the state it was given.</remarks>
internal static class PayloadTransitions
{
    /// <summary>Records a build; the first record of a digest stays, and lacking attributes are filled in.</summary>
    public static (PayloadState State, PayloadRecord Record) Open(
        PayloadState state, PayloadBuild build, PayloadGrainOptions options)
    {
        var known = Find(state, build.Digest);
        if (known is null)
        {
            var opened = new PayloadRecord { Build = build };
            return (Insert(state, opened, options), opened);
        }

        if (known.Build.Attributes is not null || build.Attributes is null)
        {
            return (state, known);
        }

        return Replace(state, known, known with { Build = known.Build with { Attributes = build.Attributes } });
    }

    /// <summary>Records how a builder took a build. An id stays; a failure stays until there is an id.</summary>
    public static PayloadState RecordBuilder(
        PayloadState state, PayloadBuild build, BuilderRun run, PayloadGrainOptions options)
    {
        var (opened, record) = Open(state, build, options);
        var known = record.Builders.Find(other => other.BuilderId == run.BuilderId);
        if (known is null)
        {
            // Not the oldest goes here but the newest: an id that was told to a gateway must not be forgotten.
            return record.Builders.Count >= options.BuildersMax
                ? opened
                : Replace(opened, record, record with { Builders = record.Builders.Add(run) }).State;
        }

        return known.PayloadId is not null || run.PayloadId is null
            ? opened
            : Replace(opened, record, record with { Builders = record.Builders.Replace(known, run) }).State;
    }

    /// <summary>Fixes the answer of a build. The first decision wins; the winner is returned.</summary>
    /// <remarks>
    /// Who answers without knowing the build decides for whatever has this id and parent: the gateway that does know it
    /// may have been frozen before it could tell, and must not give another answer when it goes on.
    /// </remarks>
    public static (PayloadState State, PayloadDecision Winner) Decide(
        PayloadState state, PayloadBuild build, PayloadDecision proposed, PayloadGrainOptions options)
    {
        var newest = build.IsUnknown ? state.Builds.FindLast(other => other.Build.Parent == build.Parent) : null;
        var (opened, record) = Open(state, newest?.Build ?? build, options);
        var winner = record.Decision ?? DecisionOfUnknown(opened, build.Parent) ?? proposed;
        return record.Decision is null
            ? (Replace(opened, record, record with { Decision = winner }).State, winner)
            : (opened, winner);
    }

    /// <summary>The build that was opened last; null if none is known.</summary>
    public static PayloadRecord? Newest(PayloadState state) => state.Builds.IsEmpty ? null : state.Builds[^1];

    private static PayloadDecision? DecisionOfUnknown(PayloadState state, BlockHash parent) => state.Builds
        .Find(record => record.Build.IsUnknown && record.Build.Parent == parent)?.Decision;

    private static PayloadRecord? Find(PayloadState state, BuildDigest digest) =>
        state.Builds.Find(record => record.Build.Digest == digest);

    /// <summary>
    /// Puts a build where it belongs by when it was opened: what a gateway tells late, because the cluster was away,
    /// must not pass for the newest build of an id that has been reused since.
    /// </summary>
    /// <remarks>
    /// Over the limit the oldest of the others goes, decided or not: a client asks for the newest builds only, and a
    /// build that just came in needs its one decision more than one that is long over.
    /// </remarks>
    private static PayloadState Insert(PayloadState state, PayloadRecord opened, PayloadGrainOptions options)
    {
        var kept = state.Builds.RemoveRange(0, Math.Max(0, state.Builds.Count - options.BuildsMax + 1));
        var place = kept.FindLastIndex(record => record.Build.OpenedAt <= opened.Build.OpenedAt) + 1;
        return state with { Builds = kept.Insert(place, opened) };
    }

    private static (PayloadState State, PayloadRecord Record) Replace(
        PayloadState state, PayloadRecord known, PayloadRecord next)
    {
        ImmutableList<PayloadRecord> builds = state.Builds.Replace(known, next);
        return (state with { Builds = builds }, next);
    }
}
