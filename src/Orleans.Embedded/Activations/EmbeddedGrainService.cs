using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orleans.Embedded;

/// <summary>Sweeps the activations while the process runs and ends them when it stops.</summary>
internal sealed partial class EmbeddedGrainService(GrainCatalog catalog) : IHostedService, IDisposable
{
    private ITimer? _sweeps;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var period = catalog.Options.SweepPeriod;
        _sweeps ??= catalog.Time.CreateTimer(_ => Sweep(), null, period, period);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await catalog.StopAsync(cancellationToken);
        Dispose();
    }

    public void Dispose() => _sweeps?.Dispose();

    private void Sweep()
    {
        try
        {
            catalog.Sweep();
        }
        catch (Exception exception)
        {
            // A timer's exception would end the process.
            Log.SweepFailed(catalog.Logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4503, LogLevel.Error, "The sweep of the activations failed; the next one tries again.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
