namespace Sidecar.Chaos.Tests.Recording;

/// <summary>Everything that happened in a run. Immutable; all lists are in order of time.</summary>
internal sealed record History
{
    /// <summary>From the driver to a gateway, to a client or Redis, back and back, twice.</summary>
    private const int HandOvers = 8;

    private readonly Lazy<HashSet<string>> _builderBlocks;
    private readonly Lazy<ILookup<string, UpstreamCall>> _byUpstream;
    private readonly Lazy<ILookup<string, UpstreamCall>> _byGateway;

    public History()
    {
        _builderBlocks = new(() => [.. To(UpstreamCall.Builder)
            .Where(call => call.Method == EngineMethod.GetPayload && call.BlockHash is not null)
            .Select(call => call.BlockHash!)]);
        _byUpstream = new(() => Upstream.ToLookup(call => call.Upstream));
        _byGateway = new(() => Upstream.ToLookup(call => call.Gateway));
    }

    public IReadOnlyList<DriverCall> Calls { get; init; } = [];

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<UpstreamCall> Upstream { get; init; } = [];

    public IReadOnlyList<Outage> Outages { get; init; } = [];

    public IReadOnlyList<LeaderTerm> Terms { get; init; } = [];

    public IReadOnlyList<SlotRecord> Slots { get; init; } = [];

    public IReadOnlyList<Stall> Stalls { get; init; } = [];

    public IReadOnlyDictionary<string, BlockLink> Blocks { get; init; } = new Dictionary<string, BlockLink>();

    /// <summary>The slot from which on nothing was done to anybody; null if there was none.</summary>
    public int? QuietFrom { get; init; }

    /// <summary>Calls to the builder, or to a sequencer's local.</summary>
    public IEnumerable<UpstreamCall> To(string upstream) => _byUpstream.Value[upstream];

    /// <summary>Calls of a gateway to its local and the builder.</summary>
    public IEnumerable<UpstreamCall> From(string gateway) => _byGateway.Value[gateway];

    /// <summary>Whether the builder ever answered this block.</summary>
    public bool IsBuilders(string blockHash) => _builderBlocks.Value.Contains(blockHash);

    /// <summary>Whether an entity had an outage in this time, or so shortly before that it may still feel it.</summary>
    public bool HadOutage(OutageKind kind, string? entity, TimeSpan from, TimeSpan to, TimeSpan aftermath) =>
        Outages.Any(outage => outage.Kind == kind
            && (entity is null || outage.Entity == entity)
            && outage.Overlaps(from - aftermath, to));

    /// <summary>Whether a gateway ran undisturbed from one moment to another, and a little before.</summary>
    public bool WasUp(string gateway, TimeSpan from, TimeSpan to, TimeSpan aftermath) =>
        !HadOutage(OutageKind.GatewayDown, gateway, from, to, aftermath)
        && !HadOutage(OutageKind.GatewayPaused, gateway, from, to, aftermath);

    /// <summary>Whether a sequencer led all this time.</summary>
    public bool Led(string sequencer, TimeSpan from, TimeSpan to)
    {
        var first = Terms.LastOrDefault(term => term.From <= from);
        return first?.Sequencer == sequencer
            && !Terms.Any(term => term.From > from && term.From <= to && term.Sequencer != sequencer);
    }

    /// <summary>Whether a sequencer did not lead at any moment of this time.</summary>
    public bool NeverLed(string sequencer, TimeSpan from, TimeSpan to) =>
        Terms.LastOrDefault(term => term.From <= from)?.Sequencer != sequencer
        && !Terms.Any(term => term.From > from && term.From <= to && term.Sequencer == sequencer);

    /// <summary>
    /// What the machine may have added to something that took this time: as often as threads hand over to each other on
    /// the way, as late as it was at its latest.
    /// </summary>
    public TimeSpan StalledBy(TimeSpan from, TimeSpan to)
    {
        // They do not overlap: in order of their beginnings they are in order of their ends.
        var (first, end) = (0, Stalls.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = Stalls[middle].At + Stalls[middle].Late < from ? (middle + 1, end) : (first, middle);
        }

        var latest = TimeSpan.Zero;
        for (var index = first; index < Stalls.Count && Stalls[index].At <= to; index++)
        {
            latest = Stalls[index].Late > latest ? Stalls[index].Late : latest;
        }

        return latest * HandOvers;
    }

    /// <summary>Whether the first block is an ancestor of the second, and not the same.</summary>
    public bool IsAncestor(string ancestor, string of)
    {
        if (!Blocks.TryGetValue(ancestor, out var older) || !Blocks.TryGetValue(of, out var block))
        {
            return false;
        }

        while (block.Number > older.Number && Blocks.TryGetValue(block.ParentHash, out var parent))
        {
            block = parent;
        }

        return block.Hash == ancestor && ancestor != of;
    }
}
