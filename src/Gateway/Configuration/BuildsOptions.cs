using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>Limits of what the gateway remembers of builds and answers.</summary>
internal sealed class BuildsOptions
{
    public const string Section = "Builds";

    /// <summary>Most builds remembered. Default 512; the oldest goes first.</summary>
    [Range(8, 1_000_000)]
    public int CountMax { get; set; } = 512;

    /// <summary>Most bytes of answered payloads remembered. Default 256 MiB; the last answer always stays.</summary>
    [Range(0, 16L * 1024 * 1024 * 1024)]
    public long BytesMax { get; set; } = 256L * 1024 * 1024;

    /// <summary>How long a build is remembered. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan AgeMax { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the bytes of an answer are remembered. Default 2 min: op-node asks again within seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PayloadAgeMax { get; set; } = TimeSpan.FromMinutes(2);
}
