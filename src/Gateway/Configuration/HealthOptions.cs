using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>What /healthz is made of.</summary>
internal sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>How often local and builder are asked for their head. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for one poll. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Oldest local head that is healthy, and furthest a builder's head may be behind local's. Default 10 s, as rollup-boost.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan MaxUnsafeInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Consecutive missed builder payloads that make the builder unhealthy. Default 3: one miss is a miss.</summary>
    [Range(1, 1_000_000)]
    public int MissesMax { get; set; } = 3;

    /// <summary>How long missed payloads count when no new one is made. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MissAgeMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether an unhealthy builder shows as 206. Default true. op-conductor moves the leader on 206 unless told to
    /// tolerate it, so an operator whose sequencers share one builder may want false.
    /// </summary>
    public bool ReportBuilder { get; set; } = true;
}
