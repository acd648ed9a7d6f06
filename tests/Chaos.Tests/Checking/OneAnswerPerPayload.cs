using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>A payloadId has one answer: through any gateway, before and after any restart.</summary>
/// <remarks>
/// One process always gives the same answer. Two may differ only if the cluster was not well at some moment between the
/// two answers: what one fixed, the other could not know. Those are counted by <see cref="Count"/>.
/// </remarks>
internal sealed class OneAnswerPerPayload : IInvariant
{
    public string Name => "one-answer-per-payload";

    /// <summary>Answers that were given before, how many of them could be judged, and how many others differed.</summary>
    public static (int Repeated, int Judged, int Excused) Count(History history, Limits limits)
    {
        var repeats = Repeats(history).ToList();
        var judged = repeats.Where(repeat => IsJudged(history, limits, repeat)).ToHashSet();
        return (repeats.Count, judged.Count, repeats.Count(repeat => repeat.Differs && !judged.Contains(repeat)));
    }

    public IEnumerable<Violation> Check(History history, Limits limits) =>
        from repeat in Repeats(history)
        where repeat.Differs && IsJudged(history, limits, repeat)
        let later = repeat.Later
        select new Violation(
            Name, later.Slot, later.Phase, $"payload {later.PayloadId}",
            Describe(history, repeat.First), Describe(history, later));

    private static bool IsJudged(History history, Limits limits, Repeat repeat) =>
        repeat.IsSameProcess || history.ClusterWasWell(limits, repeat.First.Start, repeat.Later.End);

    private static IEnumerable<Repeat> Repeats(History history)
    {
        var answers = history.Calls.Where(call =>
            call is { Method: EngineMethod.GetPayload, Outcome: CallOutcome.Answered, PayloadId: not null });
        foreach (var sameId in answers.GroupBy(call => call.PayloadId))
        {
            var ordered = sameId.OrderBy(call => call.End).ToList();
            foreach (var later in ordered.Skip(1))
            {
                // With itself a process must agree always; with the first answer only if it could know of it.
                var own = ordered.FirstOrDefault(call => call.End < later.End
                    && (call.Gateway, call.Incarnation) == (later.Gateway, later.Incarnation));
                var isSame = own is not null && (own == ordered[0] || own.BlockHash != later.BlockHash);
                yield return new(isSame ? own! : ordered[0], later, isSame);
            }
        }
    }

    private static string Describe(History history, DriverCall call)
    {
        var source = history.IsBuilders(call.BlockHash!) ? "builder's" : "a local's";
        var death = history.Outages.FirstOrDefault(outage => outage.Kind == OutageKind.GatewayDown
            && outage.Entity == call.Gateway && outage.From >= call.Start);
        var killed = death is not null && death.From - call.End < TimeSpan.FromSeconds(1)
            ? $", killed {(death.From - call.End).TotalMilliseconds:F0} ms later"
            : "";
        return $"{call.BlockHash} ({source}) from {call.Gateway}#{call.Incarnation}" +
            $" at {call.End.TotalSeconds:F3} s{killed}";
    }

    private sealed record Repeat(DriverCall First, DriverCall Later, bool IsSameProcess)
    {
        public bool Differs => First.BlockHash != Later.BlockHash;
    }
}
