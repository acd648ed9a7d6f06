using Sidecar.Contracts;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Cluster.Blocks;

/// <summary>Brings the blocks of the chain's other gateways into the log, while somebody looks at it.</summary>
internal sealed class ClusterBlocks(
    BlockLog log, ClusterClient cluster, ClusterIdentity identity, HealthState health, TimeProvider time) : IDisposable
{
    /// <summary>Shortest time between two looks.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(900);

    /// <summary>Longest wait for one page.</summary>
    private static readonly TimeSpan PageTimeout = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a look, all pages are read again.</summary>
    private static readonly TimeSpan GapMax = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _one = new(1, 1);
    private long? _lookedAt;
    private long? _completeAt;

    /// <summary>Whether the log has what the other gateways told, as of the last look.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Looks, unless somebody did a moment ago. Never throws.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (!identity.IsShared)
        {
            IsComplete = true;
            return;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_lookedAt is { } last && time.GetElapsedTime(last) < LookInterval)
            {
                return;
            }

            IsComplete = await LookAsync(cancellationToken);
            _lookedAt = time.GetTimestamp();
            _completeAt = IsComplete ? _lookedAt : null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (identity.ChainId is null || !cluster.IsReachable)
        {
            return false;
        }

        var newest = NewestNumber() + 1;
        var isKnown = _completeAt is { } at && time.GetElapsedTime(at) < GapMax;
        var count = isKnown ? 2 : (BlockLog.BlocksMax / GrainKeys.BlocksAPage) + 1;
        for (var page = 0; page < count; page++)
        {
            var back = (ulong)(page * GrainKeys.BlocksAPage);
            if (back > newest)
            {
                break;
            }

            if (!await ReadAsync(newest - back, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private ulong NewestNumber()
    {
        var known = log.Read();
        var newest = known.Count == 0 ? 0 : known.Max(block => block.Number);
        return Math.Max(newest, health.LastLocalHead?.Number ?? 0);
    }

    private async Task<bool> ReadAsync(ulong number, CancellationToken cancellationToken)
    {
        using var overdue = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var page = await cluster.BlockPage(number)
                .CallAsync((grain, token) => grain.Read(token), overdue.Token)
                .WaitAsync(PageTimeout, time, cancellationToken);
            foreach (var block in page.Blocks)
            {
                log.Add(block);
            }

            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever breaks in the cluster, the page shows what is known here: hence a catch-all.
            await overdue.CancelAsync();
            return false;
        }
    }
}
