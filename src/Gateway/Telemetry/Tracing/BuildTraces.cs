using System.Diagnostics;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Telemetry.Tracing;

/// <summary>Turns records into activities, and remembers which trace a block is in.</summary>
/// <remarks>
/// One trace a build, with the first call of it that this gateway saw as the parent of the later ones. Another gateway's
/// first call is a second root in the same trace: they share nothing but the way to compute its id.
/// </remarks>
internal sealed class BuildTraces(IOptions<TracingOptions> options)
{
    /// <summary>Builds of some minutes: calls about a block come right after it.</summary>
    private const int RememberedMax = 256;

    private static readonly ActivitySource Source = new(SpanText.SourceName, ProductVersion.Text);

    private readonly Lock _lock = new();
    private readonly Dictionary<ActivityTraceId, ActivityContext> _roots = [];
    private readonly Dictionary<BlockHash, ActivityTraceId> _blocks = [];
    private readonly Queue<ActivityTraceId> _rootsByAge = new();
    private readonly Queue<BlockHash> _blocksByAge = new();

    /// <summary>Whether anybody in this process wants spans.</summary>
    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>Whether this gateway's calls are traced: another one in the same process may only be a rehearsal.</summary>
    public bool IsOn => options.Value.Enabled && IsListenedTo;

    /// <summary>The trace of the build that became a block, or one of the block's own.</summary>
    public ActivityTraceId TraceOf(BlockHash block)
    {
        lock (_lock)
        {
            return _blocks.TryGetValue(block, out var id) ? id : TraceIds.OfBlock(block);
        }
    }

    /// <summary>Writes a call of op-node.</summary>
    /// <returns>What its spans hang on, written or not.</returns>
    public ActivityContext Write(SpanRecord call, ActivityTraceId id, BlockHash? block)
    {
        ActivityContext parent;
        lock (_lock)
        {
            if (block is { } decided && _blocks.TryAdd(decided, id))
            {
                Remember(_blocks, _blocksByAge, decided);
            }

            parent = _roots.GetValueOrDefault(id, new ActivityContext(id, default, ActivityTraceFlags.Recorded));
        }

        var context = Write(call, parent);
        if (parent.SpanId == default && context.SpanId != default)
        {
            lock (_lock)
            {
                if (_roots.TryAdd(id, context))
                {
                    Remember(_roots, _rootsByAge, id);
                }
            }
        }

        return context;
    }

    /// <summary>Writes a span below another one.</summary>
    public static ActivityContext Write(SpanRecord span, ActivityContext parent)
    {
        // A root would become a child of whatever the web server has made for its request.
        var ambient = Activity.Current;
        Activity.Current = null;
        using var activity = Source.StartActivity(span.Name, span.Kind, parent, span.Tags, links: null, span.Start);
        activity?.SetEndTime((span.Start + span.Duration).UtcDateTime);
        if (span.Failure is { } failure)
        {
            activity?.SetTag(SpanText.ErrorType, failure).SetStatus(ActivityStatusCode.Error);
        }

        activity?.Stop();
        Activity.Current = ambient;

        // Not sampled: then nothing below it is, having the same trace id.
        return activity?.Context ?? parent;
    }

    private static void Remember<TKey, TValue>(Dictionary<TKey, TValue> map, Queue<TKey> byAge, TKey key)
        where TKey : notnull
    {
        byAge.Enqueue(key);
        if (byAge.Count > RememberedMax)
        {
            map.Remove(byAge.Dequeue());
        }
    }
}
