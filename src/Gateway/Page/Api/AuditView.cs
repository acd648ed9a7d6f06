using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Page.Api;

/// <summary>Something that an operator did.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Who: name of the login and address.</param>
/// <param name="From">The mode before; null if it is not known.</param>
/// <param name="To">The mode ordered.</param>
/// <param name="Why">The reason given.</param>
internal sealed record AuditView(DateTimeOffset At, string Who, ExecutionMode? From, ExecutionMode To, string Why)
{
    public static AuditView Of(AuditEntry entry) => new(entry.At, entry.Who, entry.From, entry.To, entry.Why);

    /// <summary>What this gateway saw, and what the cluster remembers of before it started; newest first.</summary>
    public static IReadOnlyList<AuditView> Merge(
        IReadOnlyList<AuditEntry> seen, IReadOnlyList<ModeChange> stored)
    {
        var all = seen.Select(Of).ToList();
        for (var i = 0; i < stored.Count; i++)
        {
            var change = stored[i];
            if (!all.Exists(known => known.At == change.At && known.Who == change.Who))
            {
                all.Add(new(change.At, change.Who, i == 0 ? null : stored[i - 1].Mode, change.Mode, change.Why));
            }
        }

        return [.. all.OrderByDescending(known => known.At)];
    }
}
