using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Payloads;

namespace Sidecar.Grains.Builders;

/// <summary>The rules of a builder grain, over those of <see cref="Breaker"/> and <see cref="WriterLeases"/>.</summary>
/// <remarks>A transition that changes nothing returns the state it was given.</remarks>
internal static class BuilderTransitions
{
    /// <summary>Whether a gateway may send attributes to the builder. Who may is its writer.</summary>
    public static (BuilderState State, BuildPermit Permit) RequestBuild(
        BuilderState state, BuildRequest request, DateTimeOffset now, BuilderGrainOptions options)
    {
        var settled = WithBreaker(state, Breaker.Settle(state.Breaker, now, options));
        var admission = Breaker.Admit(settled.Breaker, request.Digest, now);
        if (admission == BreakerAdmission.Refused)
        {
            settled = ReportLead(settled, request, now, options);
            return (settled, Permit(PermitVerdict.BreakerOpen));
        }

        var running = settled.Builds.Find(build => build.Digest == request.Digest);
        var isProbe = admission == BreakerAdmission.Probe || running?.IsProbe == true;
        if (running?.PayloadId is { } id)
        {
            var joined = Admit(settled, running with { IsProbe = isProbe }, admission, now, options);
            return (joined, Permit(PermitVerdict.Join, id, isProbe));
        }

        var isFresh = running is not null && (now - running.RequestedAt).Duration() < options.AcknowledgementAgeMax;
        var isOwn = running?.GatewayId == request.GatewayId;
        if (isFresh && !isOwn)
        {
            return (settled, Permit(PermitVerdict.Wait));
        }

        var abandoned = isOwn ? null : running;
        if (WriterLeases.Request(settled.Writer, request, abandoned, now, options) is not { } lease)
        {
            return (settled, Permit(PermitVerdict.HeldByAnother));
        }

        // The same gateway again means that its process began anew, or that its first call seemed lost.
        var started = isFresh
            ? running! with { IsProbe = isProbe }
            : new RunningBuild(request.Digest, request.Timestamp, request.GatewayId, now, null, isProbe);
        var next = Admit(settled, started, admission, now, options);
        return (WithWriter(next, lease), new BuildPermit(PermitVerdict.Start, null, isProbe, lease));

        BuildPermit Permit(PermitVerdict verdict, PayloadId? payloadId = null, bool probe = false) =>
            new(verdict, payloadId, probe, WriterLeases.Live(settled.Writer, now, options));
    }

    /// <summary>
    /// A build that does not go to the builder. Heads go on, and the builder is to hear those of whoever leads.
    /// </summary>
    public static BuilderState ReportLead(
        BuilderState state, BuildRequest request, DateTimeOffset now, BuilderGrainOptions options) =>
        WithWriter(state, WriterLeases.Request(state.Writer, request, null, now, options));

    /// <summary>Records how the builder took a build. An id stays; a failure lets it be asked for again.</summary>
    public static BuilderState RecordBuild(
        BuilderState state, BuildDigest digest, BuilderRun run, DateTimeOffset now, BuilderGrainOptions options)
    {
        var running = state.Builds.Find(build => build.Digest == digest);
        if (run.PayloadId is { } id)
        {
            // Unknown where the gateway acted alone because the cluster was away: it is running all the same.
            running ??= new RunningBuild(digest, 0, run.GatewayId, now, null, false);
            return running.PayloadId is null ? WithBuild(state, running with { PayloadId = id }, options) : state;
        }

        // The failure of a gateway whose build another one took over says nothing of the other's.
        return running is { PayloadId: null } && running.GatewayId == run.GatewayId
            ? state with { Builds = state.Builds.Remove(running) }
            : state;
    }

    /// <summary>Counts how a build ended, once for each gateway that saw it.</summary>
    public static BuilderState ReportOutcome(
        BuilderState state, BuildOutcome outcome, DateTimeOffset now, BuilderGrainOptions options)
    {
        if (state.Outcomes.Exists(known => known.Digest == outcome.Digest && known.GatewayId == outcome.GatewayId))
        {
            return state;
        }

        var settled = Breaker.Settle(state.Breaker, now, options);
        var counted = WithBreaker(state, Breaker.Count(settled, outcome.Digest, outcome.Result, now, options));
        return counted with { Outcomes = counted.Outcomes.AddBounded(outcome, options.OutcomesMax) };
    }

    /// <summary>Records a gateway's word on the builder's sync state.</summary>
    public static BuilderState ReportSync(
        BuilderState state, SyncObservation observation, DateTimeOffset now, BuilderGrainOptions options)
    {
        var sync = SyncObservations.Record(state.Sync, observation, now, options);
        return ReferenceEquals(sync, state.Sync) ? state : state with { Sync = sync };
    }

    /// <summary>The writer stops. Its lease stays for its epoch and counts no more.</summary>
    public static BuilderState ReleaseWriter(BuilderState state, string gatewayId) =>
        state.Writer is { } lease && lease.GatewayId == gatewayId && lease.RenewedAt != DateTimeOffset.MinValue
            ? state with { Writer = lease with { RenewedAt = DateTimeOffset.MinValue } }
            : state;

    /// <summary>What the state means now.</summary>
    public static BuilderView View(BuilderState state, DateTimeOffset now, BuilderGrainOptions options) => new(
        WriterLeases.Live(state.Writer, now, options),
        Breaker.Settle(state.Breaker, now, options),
        SyncObservations.Fold(state.Sync, now, options));

    /// <summary>Lets a build begin or be joined, as the probe if it was admitted as such.</summary>
    private static BuilderState Admit(
        BuilderState state,
        RunningBuild build,
        BreakerAdmission admission,
        DateTimeOffset now,
        BuilderGrainOptions options)
    {
        var next = WithBuild(state, build, options);
        if (admission != BreakerAdmission.Probe || next.Breaker.Phase == BreakerPhase.HalfOpen)
        {
            return next;
        }

        // The same build may have failed before: its outcome as the probe is a new one, not a second report.
        return next with
        {
            Breaker = Breaker.BeginProbe(next.Breaker, build.Digest, now),
            Outcomes = next.Outcomes.RemoveAll(outcome => outcome.Digest == build.Digest),
        };
    }

    /// <summary>With this lease; with the last one if it is null.</summary>
    private static BuilderState WithWriter(BuilderState state, WriterLease? lease) =>
        lease is null || ReferenceEquals(lease, state.Writer) ? state : state with { Writer = lease };

    private static BuilderState WithBreaker(BuilderState state, BreakerState breaker) =>
        breaker == state.Breaker ? state : state with { Breaker = breaker };

    /// <summary>Adds a build, or changes it in its place; one that was begun anew is the newest.</summary>
    private static BuilderState WithBuild(BuilderState state, RunningBuild build, BuilderGrainOptions options)
    {
        var known = state.Builds.Find(other => other.Digest == build.Digest);
        if (known == build)
        {
            return state;
        }

        return state with
        {
            Builds = known is not null && known.RequestedAt == build.RequestedAt
                ? state.Builds.Replace(known, build)
                : (known is null ? state.Builds : state.Builds.Remove(known)).AddBounded(build, options.BuildsMax),
        };
    }
}
