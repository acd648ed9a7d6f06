using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>A payloadId has one answer: through any gateway, before and after any restart.</summary>
/// <remarks>
/// One process always gives the same answer. Two may differ only if Redis was not well at some moment between the two
/// answers: what one fixed, the other could not know. Those are counted by <see cref="DifferedWithoutRedis"/>.
/// </remarks>
internal sealed class OneAnswerPerPayload : IInvariant
{
    public string Name => "one-answer-per-payload";

    public static int DifferedWithoutRedis(History history, Limits limits) =>
        Conflicts(history).Count(conflict => !conflict.IsSameProcess && !RedisWasWell(history, limits, conflict));

    public IEnumerable<Violation> Check(History history, Limits limits) =>
        from conflict in Conflicts(history)
        where conflict.IsSameProcess || RedisWasWell(history, limits, conflict)
        let later = conflict.Later
        select new Violation(
            Name, later.Slot, later.Phase, $"payload {later.PayloadId}",
            Describe(history, conflict.First), Describe(history, later));

    private static bool RedisWasWell(History history, Limits limits, Conflict conflict) => !history.HadOutage(
        OutageKind.RedisUnwell, null, conflict.First.Start, conflict.Later.End, limits.RedisAftermath);

    private static IEnumerable<Conflict> Conflicts(History history)
    {
        var answers = history.Calls.Where(call =>
            call is { Method: EngineMethod.GetPayload, Outcome: CallOutcome.Answered, PayloadId: not null });
        foreach (var sameId in answers.GroupBy(call => call.PayloadId))
        {
            var ordered = sameId.OrderBy(call => call.End).ToList();
            foreach (var later in ordered.Skip(1).Where(call => call.BlockHash != ordered[0].BlockHash))
            {
                var own = ordered.FirstOrDefault(call => call.End < later.End
                    && (call.Gateway, call.Incarnation) == (later.Gateway, later.Incarnation));
                var contradictsItself = own is not null && own.BlockHash != later.BlockHash;
                yield return new(contradictsItself ? own! : ordered[0], later, contradictsItself);
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

    private sealed record Conflict(DriverCall First, DriverCall Later, bool IsSameProcess);
}
