using Sidecar.Contracts;
using Sidecar.Contracts.Builders;

namespace Sidecar.Grains.Builders;

/// <summary>The rules of a builder's circuit breaker (docs/adr/0010-builder-breaker.md).</summary>
/// <remarks>
/// Closed → Open: <see cref="BuilderGrainOptions.FailuresMax"/> failures in a row, or a grave one.
/// Open → HalfOpen: a build is asked for after <see cref="BreakerState.OpenUntil"/>; it is the probe.
/// HalfOpen → Closed: any success. HalfOpen → Open: the probe failed or stayed without outcome (longer each time), or a
/// grave failure, or the probe's outcome said nothing (then the next probe may come at once).
/// </remarks>
internal static class Breaker
{
    /// <summary>What time alone made of it. Every other rule starts from here.</summary>
    public static BreakerState Settle(BreakerState breaker, DateTimeOffset now, BuilderGrainOptions options)
    {
        if (breaker.Phase != BreakerPhase.Closed && options.FailuresMax == 0)
        {
            return BreakerState.Closed;
        }

        // An end further away than any that is ever set means that a clock jumped, or that the limit was lowered.
        if (breaker.Phase == BreakerPhase.Open && !(breaker.OpenUntil - now <= options.OpenForMax))
        {
            return breaker with { OpenUntil = now };
        }

        var isOver = breaker.Phase == BreakerPhase.HalfOpen
            && !((now - breaker.ProbeStartedAt)?.Duration() < options.ProbeAgeMax);
        if (!isOver)
        {
            return breaker;
        }

        var end = breaker.ProbeStartedAt + options.ProbeAgeMax;
        return Open(breaker, breaker.Cause, end < now ? end.Value : now, options);
    }

    public static BreakerAdmission Admit(BreakerState breaker, BuildDigest digest, DateTimeOffset now) =>
        breaker.Phase switch
        {
            BreakerPhase.Open when breaker.OpenUntil > now => BreakerAdmission.Refused,
            BreakerPhase.Open => BreakerAdmission.Probe,
            BreakerPhase.HalfOpen when breaker.Probe != digest => BreakerAdmission.Refused,
            BreakerPhase.HalfOpen => BreakerAdmission.Probe,
            _ => BreakerAdmission.Free,
        };

    /// <summary>Makes a build that was admitted as the probe be it; asked for again, it is no younger.</summary>
    public static BreakerState BeginProbe(BreakerState breaker, BuildDigest digest, DateTimeOffset now) =>
        breaker.Phase == BreakerPhase.HalfOpen ? breaker : breaker with
        {
            Phase = BreakerPhase.HalfOpen,
            OpenUntil = null,
            Probe = digest,
            ProbeStartedAt = now,
        };

    /// <summary>Counts an outcome that was not counted before.</summary>
    public static BreakerState Count(
        BreakerState breaker,
        BuildDigest digest,
        FallbackReason result,
        DateTimeOffset now,
        BuilderGrainOptions options)
    {
        var weight = OutcomeWeights.Of(result);
        return breaker.Phase switch
        {
            // What comes late of builds from before cannot say more than is known.
            BreakerPhase.Open => breaker,
            BreakerPhase.HalfOpen => CountHalfOpen(breaker, breaker.Probe == digest, weight, result, now, options),
            _ => CountClosed(breaker, weight, result, now, options),
        };
    }

    private static BreakerState CountClosed(
        BreakerState breaker,
        OutcomeWeight weight,
        FallbackReason result,
        DateTimeOffset now,
        BuilderGrainOptions options)
    {
        if (weight == OutcomeWeight.Neutral || options.FailuresMax == 0)
        {
            return breaker;
        }

        if (weight == OutcomeWeight.Success)
        {
            return BreakerState.Closed;
        }

        return weight == OutcomeWeight.Grave || breaker.Failures + 1 >= options.FailuresMax
            ? Open(breaker, result, now, options)
            : breaker with { Failures = breaker.Failures + 1 };
    }

    private static BreakerState CountHalfOpen(
        BreakerState breaker,
        bool isProbe,
        OutcomeWeight weight,
        FallbackReason result,
        DateTimeOffset now,
        BuilderGrainOptions options) => weight switch
        {
            OutcomeWeight.Success => BreakerState.Closed,
            OutcomeWeight.Grave => Open(breaker, result, now, options),
            OutcomeWeight.Failure when isProbe => Open(breaker, result, now, options),
            OutcomeWeight.Neutral when isProbe => WithoutProbe(breaker, now),
            _ => breaker,
        };

    private static BreakerState Open(
        BreakerState breaker, FallbackReason cause, DateTimeOffset at, BuilderGrainOptions options) =>
        WithoutProbe(breaker, at + OpenFor(breaker.Openings, options)) with
        {
            Failures = breaker.Failures + 1,
            Openings = breaker.Openings + 1,
            Cause = cause,
        };

    private static BreakerState WithoutProbe(BreakerState breaker, DateTimeOffset openUntil) => breaker with
    {
        Phase = BreakerPhase.Open,
        OpenUntil = openUntil,
        Probe = null,
        ProbeStartedAt = null,
    };

    private static TimeSpan OpenFor(int openings, BuilderGrainOptions options)
    {
        var time = options.OpenFor;
        for (var doubled = 0; doubled < openings && time < options.OpenForMax; doubled++)
        {
            time *= 2;
        }

        return time < options.OpenForMax ? time : options.OpenForMax;
    }
}
