using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Health;

/// <summary>How contacts with one client went, and what its head is. Not thread-safe: its owner locks.</summary>
internal sealed class ContactRecord
{
    /// <summary>Timestamp of the last good contact; null if there never was one.</summary>
    public long? AnsweredAt { get; private set; }

    /// <summary>Timestamp of the last failed contact; null if there never was one.</summary>
    public long? FailedAt { get; private set; }

    public UpstreamFailure LastFailure { get; private set; }

    /// <summary>Failed contacts since the last good one.</summary>
    public int FailuresInRow { get; private set; }

    public BlockHead? Head { get; private set; }

    /// <summary>Timestamp at which <see cref="Head"/> was learnt.</summary>
    public long HeadAt { get; private set; }

    /// <summary>How old the head was when it was learnt; zero for one from the future.</summary>
    public TimeSpan HeadAge { get; private set; }

    public void Answered(long now)
    {
        AnsweredAt = now;
        FailuresInRow = 0;
    }

    public void Failed(long now, UpstreamFailure failure)
    {
        FailedAt = now;
        LastFailure = failure;
        FailuresInRow++;
    }

    public void Told(long now, DateTimeOffset wallClock, BlockHead head)
    {
        Answered(now);
        Head = head;
        HeadAt = now;
        var unixSeconds = (wallClock - DateTimeOffset.UnixEpoch).TotalSeconds;
        HeadAge = TimeSpan.FromSeconds(Math.Max(0, unixSeconds - head.Timestamp));
    }
}
