using System.Net;

namespace Sidecar.Gateway.Hosting.Grains;

/// <summary>Events of this process' membership. In every build, so that docs/events.md is one page for both engines.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(5301, LogLevel.Information, "Joined cluster {ClusterId} as a {Member}; the silo's address is {Endpoint}.")]
    public static partial void Joined(ILogger logger, string member, IPEndPoint endpoint, string clusterId);

    [LoggerMessage(5302, LogLevel.Warning, "Not in the cluster: {Failure}. Trying until it works.")]
    public static partial void NotJoined(ILogger logger, string failure);

    [LoggerMessage(5303, LogLevel.Error, "The silo of this process has ended: {Reason} A new one joins; blocks go on meanwhile.")]
    public static partial void Lost(ILogger logger, string reason);

    [LoggerMessage(5304, LogLevel.Debug, "A silo that is no longer used did not stop cleanly.")]
    public static partial void StopBroke(ILogger logger, Exception exception);
}
