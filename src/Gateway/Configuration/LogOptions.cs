namespace Sidecar.Gateway.Configuration;

/// <summary>Where log lines go and what they look like.</summary>
internal sealed class LogOptions
{
    public const string Section = "Log";

    /// <summary>Least level written. Default information.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;

    /// <summary>text (default) or json.</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;

    /// <summary>File to append to instead of standard output.</summary>
    public string? File { get; set; }
}

/// <summary>Shapes of a log line.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
