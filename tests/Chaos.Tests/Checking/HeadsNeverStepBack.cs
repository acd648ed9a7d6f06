using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>
/// A sequencer that does not lead never moves the builder back to an ancestor of a head that the leader has sent.
/// </summary>
/// <remarks>
/// Its gateway is told by the cluster that another one writes. So it may be late by the fencing time, and it may not
/// know while Redis is not well, or when it was frozen with the update in its hands.
/// </remarks>
internal sealed class HeadsNeverStepBack : IInvariant
{
    public string Name => "heads-never-step-back";

    public IEnumerable<Violation> Check(History history, Limits limits)
    {
        var sequencers = history.Calls.GroupBy(call => call.Gateway)
            .ToDictionary(calls => calls.Key, calls => calls.First().Sequencer);
        var updates = history.To(UpstreamCall.Builder)
            .Where(call => call.Method is EngineMethod.ForkchoiceUpdated or EngineMethod.StartBuild
                && call.BlockHash is not null && sequencers.ContainsKey(call.Gateway))
            .ToList();
        var leaders = updates
            .Where(call => history.Led(sequencers[call.Gateway], call.ArrivedAt, call.ArrivedAt))
            .ToList();
        foreach (var update in updates)
        {
            var sequencer = sequencers[update.Gateway];
            var since = update.ArrivedAt - limits.FencingTime;
            if (!history.NeverLed(sequencer, since, update.ArrivedAt))
            {
                continue;
            }

            var newer = leaders.LastOrDefault(call => call.ArrivedAt <= since && sequencers[call.Gateway] != sequencer);
            if (newer is not null && history.IsAncestor(update.BlockHash!, newer.BlockHash!)
                && CouldKnow(history, limits, newer, update))
            {
                yield return new(
                    Name, history.Slots.LastOrDefault(slot => slot.Start <= update.ArrivedAt)?.Number, null,
                    $"{update.Gateway} of {sequencer}, which does not lead",
                    $"no head before {newer.BlockHash}, sent by {newer.Gateway} at {newer.ArrivedAt.TotalSeconds:F3} s",
                    $"its ancestor {update.BlockHash} at {update.ArrivedAt.TotalSeconds:F3} s");
            }
        }
    }

    private static bool CouldKnow(History history, Limits limits, UpstreamCall newer, UpstreamCall update) =>
        history.ClusterWasWell(limits, newer.ArrivedAt, update.ArrivedAt)
        && !history.HadOutage(
            OutageKind.GatewayPaused, update.Gateway, newer.ArrivedAt, update.ArrivedAt, limits.FencingTime);
}
