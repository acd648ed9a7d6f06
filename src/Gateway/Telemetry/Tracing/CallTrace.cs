using System.Diagnostics;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Telemetry.Tracing;

/// <summary>What happens during one call of op-node, until it is known which build the call is for.</summary>
/// <remarks>
/// The trace's id comes from the payload id, which a forkchoiceUpdated learns from its answer. So spans are kept as
/// records, and become activities when the call ends; what ends later (the builder's side) becomes one at once. There are
/// none of these while nobody listens: <see cref="Current"/> is then null, for the price of a comparison. Thread-safe.
/// </remarks>
internal sealed class CallTrace(BuildTraces traces, string method, TimeProvider time)
{
    /// <summary>A call that fans out more than this is cut off, not remembered.</summary>
    private const int SpansMax = 64;

    private static readonly AsyncLocal<CallTrace?> Ambient = new();

    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();
    private readonly List<SpanRecord> _spans = [];
    private readonly List<KeyValuePair<string, object?>> _tags =
    [
        new(SpanText.RpcSystem, SpanText.JsonRpc), new(SpanText.RpcMethod, method),
    ];

    private ActivityTraceId? _id;
    private ActivityContext? _context;

    /// <summary>The call that the running code works for; null if there is none, or nobody listens.</summary>
    public static CallTrace? Current => BuildTraces.IsListenedTo ? Ambient.Value : null;

    /// <summary>The block that this call decided on, which later calls name.</summary>
    public BlockHash? Block { get; private set; }

    /// <summary>Works for a call until the calling method ends; loops that serve many calls say so for each.</summary>
    public static void Enter(CallTrace? trace)
    {
        if (BuildTraces.IsListenedTo)
        {
            Ambient.Value = trace;
        }
    }

    /// <summary>The call is about a build.</summary>
    public void IsFor(PayloadId id, BlockHash parent)
    {
        lock (_lock)
        {
            _id = TraceIds.OfBuild(id, parent);
            _tags.Add(new(SpanText.PayloadId, id.ToString()));
            _tags.Add(new(SpanText.ParentHash, parent.ToString()));
        }
    }

    /// <summary>The call is about a block that exists, unless it turns out to be about a build.</summary>
    public void IsFor(BlockHash block)
    {
        lock (_lock)
        {
            _id ??= traces.TraceOf(block);
            _tags.Add(new(SpanText.BlockHash, block.ToString()));
        }
    }

    /// <summary>An answer was fixed.</summary>
    public void Decided(
        PayloadSource source, FallbackReason reason, BlockHash block, ulong number, int transactions, ulong gasUsed,
        bool isRepeated)
    {
        lock (_lock)
        {
            Block = block;
            _tags.AddRange(
            [
                new(SpanText.Source, source.ToTag()), new(SpanText.Reason, reason.ToTag()),
                new(SpanText.BlockHash, block.ToString()), new(SpanText.BlockNumber, (long)number),
                new(SpanText.TransactionCount, transactions), new(SpanText.GasUsed, (long)gasUsed),
                new(SpanText.IsRepeated, isRepeated),
            ]);
        }
    }

    /// <summary>Something that was done for this call has ended, now.</summary>
    public void Add(
        string name, ActivityKind kind, TimeSpan elapsed, IReadOnlyList<KeyValuePair<string, object?>> tags, string? failure)
    {
        var span = new SpanRecord(name, kind, time.GetUtcNow() - elapsed, elapsed, tags, failure);
        ActivityContext? parent;
        lock (_lock)
        {
            parent = _context;
            if (parent is null && _spans.Count < SpansMax)
            {
                _spans.Add(span);
            }
        }

        if (parent is { } known)
        {
            BuildTraces.Write(span, known);
        }
    }

    /// <summary>The caller has its answer.</summary>
    /// <param name="failure">Why it is none; null if it is one.</param>
    public void End(string? failure)
    {
        SpanRecord call;
        ActivityTraceId id;
        lock (_lock)
        {
            id = _id ?? ActivityTraceId.CreateRandom();
            call = new(method, ActivityKind.Server, _start, time.GetElapsedTime(_started), [.. _tags], failure);
        }

        var context = traces.Write(call, id, Block);
        SpanRecord[] spans;
        lock (_lock)
        {
            _context = context;
            spans = [.. _spans];
            _spans.Clear();
        }

        foreach (var span in spans)
        {
            BuildTraces.Write(span, context);
        }
    }
}
