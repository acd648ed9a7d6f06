using Sidecar.Contracts;

namespace Sidecar.Gateway.Builders;

/// <summary>Holds back an update that names the head of the last one, so that a storm of them becomes a few.</summary>
/// <remarks>Used by the lane's loop alone, and by nothing else at the same time.</remarks>
internal sealed class HeadPacing(TimeProvider time, TimeSpan interval)
{
    private BlockHash? _lastHead;
    private long _lastSentAt;

    /// <summary>Time until a held update may go, in whole milliseconds: a timer that is asked for less fires at once.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = interval - time.GetElapsedTime(_lastSentAt);
            return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
        }
    }

    /// <summary>Whether a call may go now. Blocks and new heads always may.</summary>
    public bool MayGo(LaneItem item) =>
        item.Forkchoice is not { } forkchoice || item.IsReplay || forkchoice.Head != _lastHead || Remaining == TimeSpan.Zero;

    /// <summary>An update was sent.</summary>
    public void Sent(BlockHash head)
    {
        _lastHead = head;
        _lastSentAt = time.GetTimestamp();
    }
}
