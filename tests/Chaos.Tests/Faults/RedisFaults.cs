using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Faults;

/// <summary>Redis dead, hung or slow; one of them at a time.</summary>
internal sealed class RedisFaults(
    RedisServer redis, DelayProxy proxy, bool isUsed, HistoryRecorder recorder, Recoveries recoveries)
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(500);

    private bool _isUnwell;

    public async Task<bool> KillAsync(PlannedFault fault, bool keepData)
    {
        if (Begin() is not { } end)
        {
            return false;
        }

        await redis.KillAsync();
        recoveries.Add(fault.Slot + fault.Length, async () =>
        {
            await redis.RestartAsync(keepData);
            end();
        });
        return true;
    }

    public bool Hang(PlannedFault fault) => Until(fault, redis.Pause, redis.Resume);

    public bool Slow(PlannedFault fault) => Until(fault, () => proxy.Delay = Slowness, () => proxy.Delay = TimeSpan.Zero);

    private bool Until(PlannedFault fault, Action begin, Action end)
    {
        if (Begin() is not { } endOutage)
        {
            return false;
        }

        begin();
        recoveries.Add(fault.Slot + fault.Length, () =>
        {
            end();
            endOutage();
        });
        return true;
    }

    private Action? Begin()
    {
        if (_isUnwell || !isUsed)
        {
            return null;
        }

        _isUnwell = true;
        var end = recorder.BeginOutage(OutageKind.RedisUnwell, "redis");
        return () =>
        {
            _isUnwell = false;
            end();
        };
    }
}
