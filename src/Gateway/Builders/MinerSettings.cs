using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <summary>
/// The last value of each miner setting, sent one at a time until the builder has it, and again when it comes back.
/// </summary>
/// <remarks>Latest wins: a value that a newer one has replaced is never sent after it.</remarks>
internal sealed class MinerSettings(IUpstreamClient builder, IOptions<BoostSyncOptions> options, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _last = new(StringComparer.Ordinal);
    private readonly Queue<string> _waiting = new();
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Remembers a setting and sends it.</summary>
    /// <param name="method">One of the four miner methods.</param>
    /// <param name="request">The whole request.</param>
    public void Set(ReadOnlySpan<byte> method, byte[] request)
    {
        var name = Encoding.ASCII.GetString(method);
        lock (_lock)
        {
            _last[name] = request;
            Queue_NeedsLock(name);
        }
    }

    /// <summary>Sends every remembered setting: a builder has forgotten them when it comes back.</summary>
    public void SendAll()
    {
        lock (_lock)
        {
            foreach (var name in _last.Keys)
            {
                Queue_NeedsLock(name);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _added.WaitAsync(stoppingToken);
                await SendAsync(Next(), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    private string Next()
    {
        lock (_lock)
        {
            return _waiting.Dequeue();
        }
    }

    private async Task SendAsync(string name, CancellationToken stoppingToken)
    {
        byte[] request;
        lock (_lock)
        {
            request = _last[name];
        }

        using var reply = await builder.SendAsync(
            new UpstreamRequest(
                UpstreamMethod.Mirror, JsonSplice.Of(request), Deadline.After(time, options.Value.CallTimeout),
                RetryOnce: true),
            stoppingToken);
        if (reply.Failure is UpstreamFailure.None or UpstreamFailure.TooLarge)
        {
            return;
        }

        await Task.Delay(RetryInterval, time, stoppingToken);
        lock (_lock)
        {
            // Behind the others: one that always fails must not keep them back.
            Queue_NeedsLock(name);
        }
    }

    private void Queue_NeedsLock(string name)
    {
        if (!_waiting.Contains(name))
        {
            _waiting.Enqueue(name);
            _added.Release();
        }
    }
}
