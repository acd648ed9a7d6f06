using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>The operations port: the debug API.</summary>
internal sealed class OperationsOptions
{
    public const string Section = "Operations";

    /// <summary>Address to bind. Default 127.0.0.1.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to bind; 0 picks a free one. Default 5555, as rollup-boost.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 5555;

    /// <summary>Bearer token that callers must present. Needed when <see cref="Host"/> is not a loopback address.</summary>
    public string? Token { get; set; }

    /// <summary>File with the token, read once at start; a line break at its end does not count.</summary>
    public string? TokenPath { get; set; }
}
