using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>When all gateways leave a failing builder alone, and for how long.</summary>
internal sealed class BreakerOptions
{
    public const string Section = "Breaker";

    /// <summary>Consecutive failed builds that open it. Default 3; 0: it never opens.</summary>
    [Range(0, 1_000_000)]
    public int FailuresMax { get; set; } = 3;

    /// <summary>How long it stays open before one build is tried. Default 10 s; doubles with each try that fails.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that the doubling ends at. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan OpenForMax { get; set; } = TimeSpan.FromSeconds(60);
}
