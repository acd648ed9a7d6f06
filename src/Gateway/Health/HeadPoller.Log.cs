using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Health;

internal sealed partial class HeadPoller
{
    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Information, "Health is now Healthy. {Reasons}")]
        public static partial void BecameHealthy(ILogger logger, string reasons);

        [LoggerMessage(7002, LogLevel.Warning, "Health is now {Verdict}: {Reasons}")]
        public static partial void BecameUnhealthy(ILogger logger, HealthVerdict verdict, string reasons);

        [LoggerMessage(7003, LogLevel.Error, "Polling {Upstream} broke; it counts as unreachable.")]
        public static partial void PollBroke(ILogger logger, UpstreamName upstream, Exception exception);

        [LoggerMessage(7004, LogLevel.Error, "{Observer} broke on a poll of the builder.")]
        public static partial void ObserverBroke(ILogger logger, string observer, Exception exception);
    }
}
