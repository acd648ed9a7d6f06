using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>Writes histories by hand: sequencer a leads from 0, gateways are a1, a2, b1 and b2, times are seconds.</summary>
internal sealed class HistoryScript
{
    private readonly List<DriverCall> _calls = [];
    private readonly List<UpstreamCall> _upstream = [];
    private readonly List<Outage> _outages = [];
    private readonly List<LeaderTerm> _terms = [new("a", TimeSpan.Zero)];
    private readonly List<SlotRecord> _slots = [];
    private readonly List<BlockLink> _blocks = [];
    private readonly List<Stall> _stalls = [];
    private int? _quietFrom;

    /// <summary>A chain of blocks, the first on nothing.</summary>
    public HistoryScript Chain(params string[] hashes)
    {
        _blocks.AddRange(hashes.Select((hash, index) =>
            new BlockLink(hash, index == 0 ? "-" : hashes[index - 1], (ulong)index)));
        return this;
    }

    public HistoryScript Slot(int number, string parent, string? block)
    {
        _slots.Add(new(
            number, "a", Seconds(number), Seconds(number + 0.2), parent, block, SlotPhase.BeforeNewPayload, null));
        return this;
    }

    public HistoryScript QuietFrom(int slot)
    {
        _quietFrom = slot;
        return this;
    }

    public HistoryScript Lead(string sequencer, double from)
    {
        _terms.Add(new(sequencer, Seconds(from)));
        return this;
    }

    public HistoryScript Out(OutageKind kind, string entity, double from, double to)
    {
        _outages.Add(new(kind, entity, Seconds(from), Seconds(to)));
        return this;
    }

    public HistoryScript Stall(double at, double late)
    {
        _stalls.Add(new(Seconds(at), Seconds(late)));
        return this;
    }

    /// <summary>getPayload at a gateway.</summary>
    public HistoryScript Answer(
        string gateway, string payloadId, string block, double at, double took = 0.01, int incarnation = 1) =>
        Call(gateway, EngineMethod.GetPayload, at, took, CallOutcome.Answered, payloadId, block, incarnation);

    public HistoryScript Call(
        string gateway,
        EngineMethod method,
        double at,
        double took = 0.01,
        CallOutcome outcome = CallOutcome.Answered,
        string? payloadId = null,
        string? block = null,
        int incarnation = 1,
        bool isRepeat = false)
    {
        _calls.Add(new()
        {
            Slot = (int)at,
            Phase = SlotPhase.AfterAnswer,
            Sequencer = gateway[..1],
            Gateway = gateway,
            Incarnation = incarnation,
            Method = method,
            Start = Seconds(at),
            End = Seconds(at + took),
            Outcome = outcome,
            PayloadId = payloadId,
            BlockHash = block,
            IsRepeat = isRepeat,
        });
        return this;
    }

    /// <summary>A client answered getPayload with this block.</summary>
    public HistoryScript Made(string upstream, string gateway, string block, double at) =>
        Received(upstream, gateway, EngineMethod.GetPayload, at, block: block);

    /// <summary>A client was sent this block.</summary>
    public HistoryScript Validated(string upstream, string gateway, string block, double at, string status = "VALID") =>
        Received(upstream, gateway, EngineMethod.NewPayload, at, block: block, status: status);

    /// <summary>The builder was asked to build, and answered with an id.</summary>
    public HistoryScript Started(string gateway, string head, string build, double at, bool isAcknowledged = true)
    {
        _upstream.Add(new()
        {
            Upstream = UpstreamCall.Builder,
            Gateway = gateway,
            Method = EngineMethod.StartBuild,
            ArrivedAt = Seconds(at),
            AnsweredAt = isAcknowledged ? Seconds(at + 0.005) : null,
            BlockHash = head,
            Build = build,
            PayloadId = isAcknowledged ? "0x04" : null,
            Status = isAcknowledged ? "VALID" : null,
        });
        return this;
    }

    /// <summary>The builder was told of a head.</summary>
    public HistoryScript Head(string gateway, string head, double at) =>
        Received(UpstreamCall.Builder, gateway, EngineMethod.ForkchoiceUpdated, at, block: head);

    public HistoryScript Received(
        string upstream,
        string gateway,
        EngineMethod method,
        double at,
        double took = 0.005,
        string? block = null,
        string? payloadId = null,
        string status = "VALID")
    {
        _upstream.Add(new()
        {
            Upstream = upstream,
            Gateway = gateway,
            Method = method,
            ArrivedAt = Seconds(at),
            AnsweredAt = Seconds(at + took),
            BlockHash = block,
            PayloadId = payloadId,
            Status = status,
        });
        return this;
    }

    public History End() => new()
    {
        Calls = [.. _calls.OrderBy(call => call.Start)],
        Upstream = [.. _upstream.OrderBy(call => call.ArrivedAt)],
        Outages = _outages,
        Terms = _terms,
        Slots = _slots,
        Blocks = _blocks.ToDictionary(block => block.Hash),
        Stalls = _stalls,
        QuietFrom = _quietFrom,
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
