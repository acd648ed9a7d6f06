using Sidecar.Chaos.Tests.Checking;
using Sidecar.Chaos.Tests.Faults;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Running;

/// <summary>What came of a run.</summary>
/// <param name="Options">What was run.</param>
/// <param name="History">What happened.</param>
/// <param name="Violations">What must not have happened.</param>
/// <param name="Done">Faults done, by kind.</param>
/// <param name="Skipped">Faults drawn and not done, by kind.</param>
/// <param name="LogFolder">Where the gateways' logs are; null when they are gone.</param>
internal sealed record ChaosReport(
    ChaosOptions Options,
    History History,
    IReadOnlyList<Violation> Violations,
    IReadOnlyDictionary<FaultKind, int> Done,
    IReadOnlyDictionary<FaultKind, int> Skipped,
    string? LogFolder)
{
    /// <summary>The command that draws the same faults again.</summary>
    public string Replay => $"make chaos SLOTS={Options.Slots} SEED={Options.Seed}" +
        (Options.Arguments.Length > 0 ? $" ARGUMENTS='{Options.Arguments}'" : "");

    /// <summary>The table at the end of a run; its last line says it all.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var violation in Violations)
        {
            yield return $"VIOLATION {violation}\n    replay:   {Replay}";
        }

        yield return $"faults           {Text(Done)}";
        yield return $"not done         {(Skipped.Count == 0 ? "none" : Text(Skipped))}";
        yield return Repeats();
        foreach (var line in Latencies())
        {
            yield return line;
        }

        yield return Stalls();
        if (LogFolder is not null)
        {
            yield return $"gateways' logs   {LogFolder}";
        }

        yield return LastLine();
    }

    private string LastLine()
    {
        var blocks = History.Slots.Where(slot => slot.BlockHash is not null).ToList();
        var builder = blocks.Count(slot => History.IsBuilders(slot.BlockHash!));
        return $"chaos: {History.Slots.Count} slots, {builder} builder, {blocks.Count - builder} local, " +
            $"{Done.Values.Sum()} faults, {Violations.Count} violations, seed {Options.Seed}";
    }

    private string Repeats()
    {
        var repeats = History.Calls.Where(call => call.IsRepeat).ToList();
        var answered = repeats.Count(call => call.Outcome == CallOutcome.Answered);
        var (repeated, judged, excused) = OneAnswerPerPayload.Count(History, Options.Limits);
        return $"answers repeated {repeated} ({answered} of {repeats.Count} asked again on purpose), {judged} judged; " +
            $"{excused} differed while the cluster was not well";
    }

    private string Stalls()
    {
        var late = History.Stalls.Select(stall => stall.Late.TotalMilliseconds).Order().ToList();
        return late.Count == 0
            ? "machine late     never by more than 2 ms"
            : $"machine late     {late.Count} times by more than 2 ms, median {late[late.Count / 2]:F0}, most {late[^1]:F0} ms";
    }

    private IEnumerable<string> Latencies()
    {
        yield return "answers in ms         calls     p50     p99     max | undisturbed     p50     p99     max";
        foreach (var calls in History.Calls.Where(call => call.Outcome == CallOutcome.Answered)
            .GroupBy(call => call.Method).OrderBy(calls => calls.Key))
        {
            var quiet = calls.Where(call => !History.Outages.Any(
                outage => outage.Entity != "redis" && outage.Overlaps(call.Start, call.End)
                    || outage.Entity == "redis" && Options.IsClustered && outage.Overlaps(call.Start, call.End)));
            yield return $"{calls.Key,-18} {Percentiles(calls)} |    {Percentiles(quiet)}";
        }
    }

    private static string Percentiles(IEnumerable<DriverCall> calls)
    {
        var sorted = calls.Select(call => call.Elapsed.TotalMilliseconds).Order().ToList();
        return sorted.Count == 0
            ? $"{0,8}"
            : $"{sorted.Count,8} {At(0.5),7:F1} {At(0.99),7:F1} {sorted[^1],7:F1}";

        double At(double share) => sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }

    private static string Text(IReadOnlyDictionary<FaultKind, int> counts) =>
        $"{counts.Values.Sum()}: {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}";
}
