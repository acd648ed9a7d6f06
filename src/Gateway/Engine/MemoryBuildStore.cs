using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Engine;

/// <summary>Builds and answers in this process's memory. Safe for concurrent use.</summary>
internal sealed class MemoryBuildStore : IBuildStore
{
    private readonly Lock _lock = new();
    private readonly BuildsOptions _options;
    private readonly TimeProvider _time;
    private readonly LinkedList<Entry> _oldestFirst = new();
    private readonly LinkedList<Entry> _payloadsOldestFirst = new();
    private readonly Dictionary<BuildDigest, Entry> _byDigest = [];
    private readonly Dictionary<PayloadId, Entry> _byId = [];
    private readonly Dictionary<BlockHash, BuildDigest> _answeredBlocks = [];
    private long _payloadBytes;

    public MemoryBuildStore(IOptions<BuildsOptions> options, GatewayMetrics metrics, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        metrics.ObserveBuilds(() => Count, () => PayloadBytes);
    }

    /// <summary>Builds remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byDigest.Count;
            }
        }
    }

    /// <summary>Bytes of answers remembered now.</summary>
    public long PayloadBytes
    {
        get
        {
            lock (_lock)
            {
                return _payloadBytes;
            }
        }
    }

    public Build Open(BuildDigest digest, Func<Build> create)
    {
        lock (_lock)
        {
            RemoveAged_NeedsLock();
            if (_byDigest.TryGetValue(digest, out var known))
            {
                return known.Build;
            }

            var entry = new Entry(create(), _time.GetTimestamp());
            _byDigest.Add(digest, entry);
            entry.Place = _oldestFirst.AddLast(entry);
            while (_byDigest.Count > _options.CountMax)
            {
                Remove_NeedsLock(_oldestFirst.First!.Value);
            }

            return entry.Build;
        }
    }

    public void Name(Build build, PayloadId id)
    {
        lock (_lock)
        {
            if (_byDigest.TryGetValue(build.Digest, out var entry) && entry.Build == build)
            {
                if (_byId.TryGetValue(id, out var holder) && holder != entry && holder.Build.Decision is not null
                    && holder.Build.AsksForTheSameAs(build))
                {
                    // The same build, written differently by the caller: its answer stays the one that was given.
                    return;
                }

                if (build.Id is { } former && former != id)
                {
                    _byId.Remove(former);
                }

                build.Id = id;
                _byId[id] = entry;
            }
        }
    }

    public ValueTask<Build?> FindAsync(PayloadId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            RemoveAged_NeedsLock();
            return ValueTask.FromResult(_byId.GetValueOrDefault(id)?.Build);
        }
    }

    public ValueTask<Decision> DecideAsync(
        Build build, Decision proposed, AnsweredPayload payload, CancellationToken cancellationToken)
    {
        var winner = Decide(build, proposed);
        if (winner == proposed)
        {
            Keep(build, payload);
        }
        else
        {
            payload.Dispose();
        }

        return ValueTask.FromResult(winner);
    }

    /// <summary>Fixes the answer of a build, as far as this process is concerned.</summary>
    public Decision Decide(Build build, Decision proposed)
    {
        lock (_lock)
        {
            build.Decision ??= proposed;
            if (_byDigest.TryGetValue(build.Digest, out var entry) && entry.Build == build)
            {
                _answeredBlocks.TryAdd(build.Decision.BlockHash, build.Digest);
            }

            return build.Decision;
        }
    }

    public void Replace(Build build, Decision decision, AnsweredPayload payload)
    {
        Overrule(build, decision);
        Keep(build, payload);
    }

    public void Keep(Build build, AnsweredPayload payload)
    {
        lock (_lock)
        {
            if (!_byDigest.TryGetValue(build.Digest, out var entry) || entry.Build != build || entry.Payload is not null)
            {
                payload.Dispose();
                return;
            }

            entry.Payload = payload;
            entry.PayloadKeptAt = _time.GetTimestamp();
            entry.PayloadPlace = _payloadsOldestFirst.AddLast(entry);
            _payloadBytes += payload.Lease.Length;
            // The newest answer always stays: it is the one that op-node may ask for again.
            while (_payloadBytes > _options.BytesMax && _payloadsOldestFirst.Count > 1)
            {
                DropPayload_NeedsLock(_payloadsOldestFirst.First!.Value);
            }
        }
    }

    public AnsweredPayload? FindPayload(Build build)
    {
        lock (_lock)
        {
            return _byDigest.TryGetValue(build.Digest, out var entry) && entry.Build == build
                ? entry.Payload?.Share()
                : null;
        }
    }

    public ValueTask<AnsweredPayload?> FetchPayloadAsync(
        Build build, Decision decision, CancellationToken cancellationToken) => ValueTask.FromResult<AnsweredPayload?>(null);

    /// <summary>Another process decided first: its decision stands here as well, and bytes of ours are dropped.</summary>
    public void Overrule(Build build, Decision winner)
    {
        lock (_lock)
        {
            var ours = build.Decision;
            build.Decision = winner;
            if (!_byDigest.TryGetValue(build.Digest, out var entry) || entry.Build != build)
            {
                return;
            }

            DropPayload_NeedsLock(entry);
            if (ours is not null && _answeredBlocks.GetValueOrDefault(ours.BlockHash) == build.Digest)
            {
                _answeredBlocks.Remove(ours.BlockHash);
            }

            _answeredBlocks.TryAdd(winner.BlockHash, build.Digest);
        }
    }

    public bool WasAnsweredForAnother(BlockHash blockHash, Build build)
    {
        lock (_lock)
        {
            return _answeredBlocks.TryGetValue(blockHash, out var digest) && digest != build.Digest;
        }
    }

    private void RemoveAged_NeedsLock()
    {
        var now = _time.GetTimestamp();
        while (_payloadsOldestFirst.First?.Value is { } kept
               && _time.GetElapsedTime(kept.PayloadKeptAt, now) > _options.PayloadAgeMax)
        {
            DropPayload_NeedsLock(kept);
        }

        while (_oldestFirst.First?.Value is { } oldest
               && _time.GetElapsedTime(oldest.OpenedAt, now) > _options.AgeMax)
        {
            Remove_NeedsLock(oldest);
        }
    }

    private void Remove_NeedsLock(Entry entry)
    {
        DropPayload_NeedsLock(entry);
        _oldestFirst.Remove(entry.Place!);
        _byDigest.Remove(entry.Build.Digest);
        if (entry.Build.Id is { } id && _byId.GetValueOrDefault(id) == entry)
        {
            _byId.Remove(id);
        }

        if (entry.Build.Decision is { } decision
            && _answeredBlocks.GetValueOrDefault(decision.BlockHash) == entry.Build.Digest)
        {
            _answeredBlocks.Remove(decision.BlockHash);
        }
    }

    private void DropPayload_NeedsLock(Entry entry)
    {
        if (entry.Payload is null)
        {
            return;
        }

        _payloadBytes -= entry.Payload.Lease.Length;
        _payloadsOldestFirst.Remove(entry.PayloadPlace!);
        entry.Payload.Dispose();
        entry.Payload = null;
    }

    private sealed class Entry(Build build, long openedAt)
    {
        public Build Build => build;

        public long OpenedAt => openedAt;

        public LinkedListNode<Entry>? Place { get; set; }

        public AnsweredPayload? Payload { get; set; }

        public long PayloadKeptAt { get; set; }

        public LinkedListNode<Entry>? PayloadPlace { get; set; }
    }
}
