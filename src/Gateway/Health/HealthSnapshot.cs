using Sidecar.Contracts;
using Sidecar.Contracts.Builders;

namespace Sidecar.Gateway.Health;

/// <summary>Everything a verdict is made of, at one moment. Valid only while its maker holds the lock.</summary>
internal readonly ref struct HealthSnapshot
{
    public required TimeProvider Time { get; init; }

    /// <summary>Timestamp of the moment.</summary>
    public required long Now { get; init; }

    public required ExecutionMode Mode { get; init; }

    public required bool HasBuilder { get; init; }

    public required ContactRecord Local { get; init; }

    public required ContactRecord Builder { get; init; }

    /// <summary>Timestamp since which the builder is expected to answer.</summary>
    public required long BuilderSince { get; init; }

    public required BuilderSyncState Sync { get; init; }

    /// <summary>Since when the builder has lacked blocks, as a timestamp; null while it does not.</summary>
    public required long? BehindSince { get; init; }

    public required int MissesInRow { get; init; }

    public required FallbackReason LastMiss { get; init; }

    /// <summary>Timestamp of the last miss.</summary>
    public required long MissedAt { get; init; }

    /// <summary>Whether the builder counts at all.</summary>
    public bool IsBuilderWanted => HasBuilder && Mode != ExecutionMode.Disabled;

    /// <summary>How long ago that was.</summary>
    public TimeSpan Since(long timestamp) => Time.GetElapsedTime(timestamp, Now);

    /// <summary>
    /// How far the builder's head is behind local's, in chain time; null if one of them is unknown.
    /// </summary>
    /// <remarks>
    /// What it may have gained since it was last asked is not held against it: the two are asked independently, and
    /// with a long poll interval one of them may be known a whole interval later than the other.
    /// </remarks>
    public TimeSpan? BuilderLag()
    {
        if (Local.Head is not { } local || Builder.Head is not { } builder)
        {
            return null;
        }

        var behind = (double)local.Timestamp - builder.Timestamp;
        var askedEarlier = Math.Max(0, Time.GetElapsedTime(Builder.HeadAt, Local.HeadAt).TotalSeconds);
        return TimeSpan.FromSeconds(Math.Clamp(behind - askedEarlier, 0, TimeSpan.MaxValue.TotalSeconds / 2));
    }
}
