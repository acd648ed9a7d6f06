using System.Collections.Concurrent;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Threads;

namespace Sidecar.Gateway.Builders;

/// <summary>Hands blocks on when their callers have been answered, and before anything that came after them.</summary>
/// <remarks>
/// Only the builder's lane needs to know which block it is, and to find that out takes a second walk through all of it. So
/// a thread of the pool does it after the answer (<see cref="AfterAnswer"/>), or whoever comes with a later call.
/// </remarks>
internal sealed partial class LateReading(IBuilderRelay relay, ILogger<LateReading> logger) : IBuilderRelay
{
    private readonly ConcurrentQueue<UnreadBlock> _unread = new();
    private readonly Lock _reading = new();

    public FallbackReason WhyNotBuild(bool noTxPool) => relay.WhyNotBuild(noTxPool);

    public void LeaveOut(BuildDigest digest, ulong timestamp) => relay.LeaveOut(digest, timestamp);

    public void Follow(UnreadBlock block)
    {
        _unread.Enqueue(block);
        AfterAnswer.Do(ReadSoon);
    }

    public void Follow(ForkchoiceCall call)
    {
        ReadAll();
        relay.Follow(call);
    }

    public Task<BuilderBuild> StartBuildAsync(BuildCall call)
    {
        ReadAll();
        return relay.StartBuildAsync(call);
    }

    private void ReadSoon() => ThreadPool.UnsafeQueueUserWorkItem(
        static reading =>
        {
            reading.ReadAll();
            BodyArrays.Shared.Restock();
        },
        this, preferLocal: false);

    /// <summary>A bug in here must cost the builder a block, and nobody a process: hence a catch-all.</summary>
    private void ReadAll()
    {
        lock (_reading)
        {
            while (_unread.TryDequeue(out var block))
            {
                try
                {
                    relay.Follow(block);
                }
                catch (Exception e)
                {
                    Log.BlockBroke(logger, e);
                    block.Dispose();
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2306, LogLevel.Error, "A block could not be handed to the builder's lane.")]
        public static partial void BlockBroke(ILogger logger, Exception exception);
    }
}
