using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>
/// A build that the builder acknowledged is not sent to it again: op-rbuilder would give up what it has built.
/// </summary>
/// <remarks>
/// One process never sends it twice. Another one may if it could not know: the one that was told died, froze or had no
/// Redis before it could pass it on, or it was frozen itself between asking and sending. A builder that died forgot it,
/// and one that misbehaves may have said it so that nobody understood.
/// </remarks>
internal sealed class NothingIsStartedTwice : IInvariant
{
    public string Name => "nothing-is-started-twice";

    public IEnumerable<Violation> Check(History history, Limits limits)
    {
        var starts = history.To(UpstreamCall.Builder).Where(call => call.Build is not null);
        foreach (var sameBuild in starts.GroupBy(call => call.Build))
        {
            var ordered = sameBuild.OrderBy(call => call.ArrivedAt).ToList();
            foreach (var second in ordered.Skip(1))
            {
                if (ordered.FirstOrDefault(first => IsKnown(history, limits, first, second)) is { } first)
                {
                    yield return new(
                        Name, SlotAt(history, second.ArrivedAt), null, $"build {second.Build} at the builder",
                        $"once, acknowledged to {first.Gateway} at {first.AnsweredAt!.Value.TotalSeconds:F3} s",
                        $"again from {second.Gateway} at {second.ArrivedAt.TotalSeconds:F3} s");
                }
            }
        }
    }

    private static bool IsKnown(History history, Limits limits, UpstreamCall first, UpstreamCall second)
    {
        if (!first.IsAcknowledgedBuild)
        {
            return false;
        }

        var told = first.AnsweredAt!.Value;
        var recorded = told + limits.RecordTime + history.StalledBy(told, told + limits.RecordTime);
        if (recorded > second.ArrivedAt
            || history.HadOutage(OutageKind.BuilderDown, null, first.ArrivedAt, second.ArrivedAt, TimeSpan.Zero)
            || history.HadOutage(OutageKind.BuilderFaulty, null, first.ArrivedAt, told, TimeSpan.Zero))
        {
            return false;
        }

        if (first.Gateway == second.Gateway
            && !history.HadOutage(OutageKind.GatewayDown, first.Gateway, told, second.ArrivedAt, TimeSpan.Zero))
        {
            return true;
        }

        return history.WasUp(first.Gateway, told, recorded, TimeSpan.Zero)
            && !history.HadOutage(
                OutageKind.GatewayPaused, second.Gateway, told, second.ArrivedAt, limits.GatewayAftermath)
            && history.ClusterWasWell(limits, told, second.ArrivedAt);
    }

    private static int? SlotAt(History history, TimeSpan moment) =>
        history.Slots.LastOrDefault(slot => slot.Start <= moment)?.Number;
}
