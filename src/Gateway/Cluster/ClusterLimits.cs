namespace Sidecar.Gateway.Cluster;

/// <summary>Limits that no operator has to know. What a walk waits for besides is the call budget of the options.</summary>
internal static class ClusterLimits
{
    // When the cluster counts as away.

    /// <summary>Late calls in a row after which it does: one may be this machine's own hiccup.</summary>
    public const int LateCallsMax = 2;

    /// <summary>
    /// A cluster that answered so lately is worth <see cref="WaitMax"/>: five looks of the watch. One that is silent for
    /// longer is away, and nobody waits.
    /// </summary>
    public static readonly TimeSpan HiccupMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Watch intervals after which a gateway that was told nothing no longer counts on being the builder's writer.
    /// </summary>
    public const int ViewAgeIntervals = 5;

    /// <summary>How often a gateway looks that shares its grains with nobody, as long as they answer.</summary>
    public static readonly TimeSpan AloneWatchInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a gateway that starts may be unready because the cluster has not answered yet.</summary>
    public static readonly TimeSpan FirstLookMax = TimeSpan.FromSeconds(2);

    // What a walk or a builder's start waits for.

    /// <summary>Time between two tries of what is worth a wait.</summary>
    public static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// Longest wait for a build that another gateway has just asked for, and for a cluster that has just fallen silent.
    /// </summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(300);

    /// <summary>How often the bytes of another gateway's answer are looked for: it writes them right after answering.</summary>
    public static readonly TimeSpan FetchStep = TimeSpan.FromMilliseconds(15);

    /// <summary>
    /// Longest look for them. Without them one payload id may get two answers, so they are worth more than speed: what
    /// a large block takes to be written and read while Redis is busy, and a fraction of what op-node waits.
    /// </summary>
    public static readonly TimeSpan FetchMax = TimeSpan.FromMilliseconds(500);

    /// <summary>Answers up to this size are written to Redis while the cluster fixes them, larger ones afterwards.</summary>
    public const int SmallPayloadBytes = 128 * 1024;

    // What nobody waits for.

    /// <summary>Longest try to tell the cluster one thing.</summary>
    public static readonly TimeSpan TellTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long something that could not be told is worth telling.</summary>
    public static readonly TimeSpan TellAgeMax = TimeSpan.FromMinutes(1);

    /// <summary>Longest wait of a stop for what is not told yet, and for the builder's word on the last build.</summary>
    public static readonly TimeSpan HandOverMax = TimeSpan.FromSeconds(1);

    /// <summary>How often it is tried: something that is refused every time must not stand before everything else.</summary>
    public const int TellTriesMax = 10;

    /// <summary>Time between two tries.</summary>
    public static readonly TimeSpan TellPause = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a gateway says that it is there.</summary>
    public static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);

    /// <summary>How often it says how it sees the builder when nothing changes.</summary>
    public static readonly TimeSpan SyncReportInterval = TimeSpan.FromSeconds(10);
}
