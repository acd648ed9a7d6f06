using System.Globalization;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Hosting.WarmUp;

/// <summary>Runs the gateway's own code and opens its connections before it says that it is ready.</summary>
/// <remarks>
/// A call that is the first in its process takes a hundred times as long as a usual one, and at the pace of a chain it
/// takes minutes until calls are as fast as they will be.
/// </remarks>
internal sealed partial class WarmUp(WebApplication app, GatewaySettings settings)
{
    /// <summary>
    /// Blocks that are rehearsed, if there is time. The runtime looks at code that has run 30 times, and what it makes
    /// of it runs another 30 times before it is final.
    /// </summary>
    private const int BlocksMax = 64;

    /// <summary>How long the rehearsal's leftovers stay.</summary>
    private static readonly TimeSpan DisposePause = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = app.Services.GetRequiredService<ILogger<WarmUp>>();
    private readonly HealthState _health = app.Services.GetRequiredService<HealthState>();
    private readonly TimeProvider _time = app.Services.GetRequiredService<TimeProvider>();

    private TimeSpan Timeout => settings.Engine.WarmUpTimeout;

    /// <summary>To be called before the ports are open: readiness waits from here on.</summary>
    public void Expect()
    {
        if (Timeout > TimeSpan.Zero)
        {
            _health.WarmUpBegins();
        }
    }

    /// <summary>Warms up. Ends in time, and never fails.</summary>
    public async Task RunAsync()
    {
        if (Timeout <= TimeSpan.Zero)
        {
            return;
        }

        var started = _time.GetTimestamp();
        using var over = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, app.Lifetime.ApplicationStopping);
        try
        {
            var connected = app.Services.GetRequiredService<UpstreamGroups>().OpenAsync(either.Token);
            var blocks = await RehearseAsync(either.Token);
            await connected;
            Log.WarmedUp(_logger, blocks, _time.GetElapsedTime(started).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
        }
        catch (Exception e)
        {
            // Whatever breaks, a slow first block is better than none.
            Log.WarmUpBroke(_logger, e);
        }
        finally
        {
            _health.WarmUpEnded();
        }
    }

    private async Task<int> RehearseAsync(CancellationToken cancellationToken)
    {
        var rehearsal = await Rehearsal.StartAsync(settings.Builder.Url is not null, _time);
        try
        {
            for (var block = 0; block < BlocksMax; block++)
            {
                if (cancellationToken.IsCancellationRequested || !await rehearsal.MakeBlockAsync(block, cancellationToken))
                {
                    return block;
                }
            }

            return BlocksMax;
        }
        finally
        {
            // That is work too, and the first calls come now.
            _ = DisposeLaterAsync(rehearsal);
        }
    }

    private async Task DisposeLaterAsync(Rehearsal rehearsal)
    {
        await Task.Delay(DisposePause, _time, CancellationToken.None);
        await rehearsal.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(9006, LogLevel.Information, "Warmed up: rehearsed {Blocks} blocks in {Milliseconds} ms.")]
        public static partial void WarmedUp(ILogger logger, int blocks, string milliseconds);

        [LoggerMessage(9007, LogLevel.Warning, "The warm-up broke: the first calls will be slower.")]
        public static partial void WarmUpBroke(ILogger logger, Exception exception);
    }
}
