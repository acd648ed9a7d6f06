using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Hosting;

/// <summary>Keeps the ports open after a stop was asked for until the block that is being made here is op-node's head.</summary>
/// <remarks>
/// /readyz says 503 by then, and every answer asks its caller to come back on a new connection, which a load balancer
/// takes to another gateway.
/// </remarks>
internal sealed partial class GracefulStop(
    UnfinishedBlock unfinished, IOptions<EngineOptions> options, ILogger<GracefulStop> logger) : IHostedLifecycleService
{
    /// <summary>newPayload and forkchoiceUpdated follow an answer within milliseconds, a conductor's commit between.</summary>
    private static readonly TimeSpan HeadAgeMax = TimeSpan.FromSeconds(1);

    /// <summary>What a whole stop may take, the hand-over to the cluster aside.</summary>
    public static TimeSpan LongestOf(EngineOptions options) =>
        options.ShutdownDrain + HeadAgeMax + options.ShutdownTimeout;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Log.Stopping(logger);
        if (options.Value.ShutdownDrain > TimeSpan.Zero
            && !await unfinished.WaitAsync(options.Value.ShutdownDrain, HeadAgeMax, cancellationToken))
        {
            Log.BlockLeft(logger);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(9008, LogLevel.Information, "Stopping: the block that is being made here is finished first.")]
        public static partial void Stopping(ILogger logger);

        [LoggerMessage(9009, LogLevel.Information, "Stopping without the end of a block that was begun here.")]
        public static partial void BlockLeft(ILogger logger);
    }
}
