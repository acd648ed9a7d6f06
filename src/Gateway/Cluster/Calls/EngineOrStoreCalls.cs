using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Grains.Detached;

namespace Sidecar.Gateway.Cluster.Calls;

/// <summary>
/// Calls grains where the engine hosts them, and when that fails or takes too long, runs the same call here over the
/// state in Redis.
/// </summary>
/// <remarks>
/// For an engine whose hosts die: until the others have noticed, calls to what they hosted fail, and just then another
/// gateway has to learn what was promised (docs/adr/0012).
/// </remarks>
internal sealed partial class EngineOrStoreCalls(
    IGrainFactory grains, DetachedGrains stored, IOptions<ClusterOptions> options, GatewayMetrics metrics,
    TimeProvider time, ILogger<EngineOrStoreCalls> logger) : IGrainCalls
{
    private int _isPastEngine;

    /// <summary>Half of what a walk waits, so that the other half is left.</summary>
    private TimeSpan EngineMax => options.Value.CallBudget / 2;

    public async Task<TResult> CallAsync<TGrain, TResult>(
        string key, Func<TGrain, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey
    {
        try
        {
            var result = await call(grains.GetGrain<TGrain>(key), cancellationToken)
                .WaitAsync(EngineMax, time, cancellationToken);
            NoteEngine();
            return result;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever is wrong with the engine, Redis may know: hence a catch-all here.
            NotePast(e);
        }

        return await stored.CallAsync(key, call, cancellationToken);
    }

    private void NoteEngine()
    {
        if (Volatile.Read(ref _isPastEngine) != 0 && Interlocked.Exchange(ref _isPastEngine, 0) != 0)
        {
            Log.EngineAnswers(logger);
        }
    }

    private void NotePast(Exception e)
    {
        metrics.EnginePassed();
        if (Interlocked.Exchange(ref _isPastEngine, 1) == 0)
        {
            Log.EnginePassed(logger, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5004, LogLevel.Warning,
            "A silo does not answer ({Failure}): grains are read and written in Redis directly until it does.")]
        public static partial void EnginePassed(ILogger logger, string failure);

        [LoggerMessage(5005, LogLevel.Information, "Silos answer.")]
        public static partial void EngineAnswers(ILogger logger);
    }
}
