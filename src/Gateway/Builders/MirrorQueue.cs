using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <summary>
/// Copies of transactions for the builder. Kept and tried again while the builder is away, up to a number, a size and an
/// age; the builder's answers are not used.
/// </summary>
internal sealed class MirrorQueue : BackgroundService
{
    /// <summary>Enough to keep up with a busy mempool, few enough not to crowd the builder.</summary>
    private const int Senders = 4;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly IUpstreamClient _builder;
    private readonly BoostSyncOptions _options;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Channel<Item> _queue;
    private long _bytes;

    public MirrorQueue(
        IUpstreamClient builder, IOptions<BoostSyncOptions> options, GatewayMetrics metrics, TimeProvider time)
    {
        _builder = builder;
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _queue = Channel.CreateBounded<Item>(_options.MirrorLengthMax);
        metrics.ObserveMirror(() => _queue.Reader.Count);
    }

    /// <summary>Queues a copy of a request; drops it, and counts that, when the queue is full.</summary>
    public void Add(byte[] request)
    {
        var isFull = Interlocked.Add(ref _bytes, request.Length) > _options.MirrorBytesMax
            || !_queue.Writer.TryWrite(new Item(request, _time.GetTimestamp()));
        if (isFull)
        {
            Interlocked.Add(ref _bytes, -request.Length);
            _metrics.MirrorDropped(MirrorDropReason.Full);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAllAsync(stoppingToken)));

    private async Task SendAllAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var item in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                await SendAsync(item, stoppingToken);
                Interlocked.Add(ref _bytes, -item.Request.Length);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping; what is left was best effort.
        }
    }

    private async Task SendAsync(Item item, CancellationToken stoppingToken)
    {
        while (true)
        {
            var request = new UpstreamRequest(
                UpstreamMethod.Mirror, JsonSplice.Of(item.Request), Deadline.After(_time, _options.CallTimeout), RetryOnce: true);
            using var reply = await _builder.SendAsync(request, stoppingToken);
            if (reply.Failure is UpstreamFailure.None or UpstreamFailure.TooLarge)
            {
                return;
            }

            if (_time.GetElapsedTime(item.QueuedAt) > _options.MirrorAgeMax)
            {
                _metrics.MirrorDropped(MirrorDropReason.Aged);
                return;
            }

            await Task.Delay(RetryInterval, _time, stoppingToken);
        }
    }

    private sealed record Item(byte[] Request, long QueuedAt);
}
