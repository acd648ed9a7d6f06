using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>
/// A gateway that is up answers, and takes no longer than its local, the builder's share, the cluster's budget and some
/// slack.
/// </summary>
/// <remarks>On a busy machine everything is late: what a probe beside the run measured is granted on top.</remarks>
internal sealed class AnswersAreInTime : IInvariant
{
    public string Name => "answers-are-in-time";

    public IEnumerable<Violation> Check(History history, Limits limits)
    {
        var warm = new HashSet<(string, int, EngineMethod)>();
        foreach (var call in history.Calls)
        {
            var isFirst = warm.Add((call.Gateway, call.Incarnation, call.Method));
            if (!history.WasUp(call.Gateway, call.Start, call.End, limits.GatewayAftermath))
            {
                continue;
            }

            var stalled = history.StalledBy(call.Start, call.End);
            var granted = Granted(history, limits, call) + stalled + (isFirst ? limits.FirstCall : TimeSpan.Zero);
            var isGood = call.Outcome is CallOutcome.Answered or CallOutcome.TimedOut || MayRefuse(history, call);
            if (!isGood || call.Elapsed > granted)
            {
                var took = $"{call.Elapsed.TotalMilliseconds:F0} ms";
                yield return new(
                    Name, call.Slot, call.Phase, $"{call.Gateway}#{call.Incarnation} {call.Method}",
                    $"an answer within {granted.TotalMilliseconds:F0} ms, {stalled.TotalMilliseconds:F0} of them stalls",
                    $"{call.Outcome} after {took} at {call.Start.TotalSeconds:F3} s {call.Detail}".TrimEnd());
            }
        }
    }

    /// <summary>
    /// A sequencer that has not asked its own local to build so far may be told so; only the cluster could know better,
    /// and only if the answer had reached it.
    /// </summary>
    private static bool MayRefuse(History history, DriverCall call) =>
        call is { IsRepeat: true, Outcome: CallOutcome.Refused, Method: EngineMethod.GetPayload }
        && !history.To(call.Sequencer).Any(received =>
            received.Method == EngineMethod.StartBuild && received.PayloadId == call.PayloadId
            && received.ArrivedAt < call.End);

    private static TimeSpan Granted(History history, Limits limits, DriverCall call)
    {
        var granted = LocalsTime(history, call, call.Method) + limits.Slack;
        return call.Method == EngineMethod.GetPayload
            ? granted + LocalsTime(history, call, EngineMethod.NewPayload) + limits.BuilderShare + limits.ClusterBudget
            : granted;
    }

    private static TimeSpan LocalsTime(History history, DriverCall call, EngineMethod method)
    {
        var longest = TimeSpan.Zero;
        foreach (var received in history.From(call.Gateway))
        {
            if (received.Upstream == call.Sequencer && received.Method == method
                && received.ArrivedAt <= call.End && (received.AnsweredAt ?? call.End) >= call.Start)
            {
                var elapsed = (received.AnsweredAt ?? call.End) - received.ArrivedAt;
                longest = elapsed > longest ? elapsed : longest;
            }
        }

        return longest;
    }
}
