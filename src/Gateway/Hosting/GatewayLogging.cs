using Microsoft.Extensions.Logging.Console;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Hosting;

internal static class GatewayLogging
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    /// <summary>Adds logging to standard output, as text or JSON, one line an event.</summary>
    public static IServiceCollection AddGatewayLogging(this IServiceCollection services, LogOptions options) =>
        services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(options.Level);

            // The framework's own information lines are one per request; ours are one per block.
            var others = options.Level < LogLevel.Warning ? LogLevel.Warning : options.Level;
            logging.AddFilter("Microsoft", others);

            // It would start an activity for every request and end it, only because somebody might log a catastrophe.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            logging.AddFilter("Orleans", others);
            logging.AddFilter("Polly", others);

            // These advise at every start to use a collector that does not suit us, and wonder about the time before it.
            logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
            logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
            if (options.Format == LogFormat.Json)
            {
                logging.AddJsonConsole(Json);
            }
            else
            {
                logging.AddSimpleConsole(Text);
            }
        });

    private static void Json(JsonConsoleFormatterOptions format)
    {
        format.TimestampFormat = Timestamp;
        format.UseUtcTimestamp = true;
    }

    private static void Text(SimpleConsoleFormatterOptions format)
    {
        format.SingleLine = true;
        format.TimestampFormat = Timestamp;
        format.UseUtcTimestamp = true;
        format.ColorBehavior = LoggerColorBehavior.Disabled;
    }
}
