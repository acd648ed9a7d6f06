using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace Sidecar.Gateway.Telemetry.Tracing;

/// <summary>The OTLP exporter, with one line in the log when the collector goes and one when it is back.</summary>
/// <remarks>Called by one thread of the batch processor, which nobody waits for. Spans of a failed batch are lost.</remarks>
internal sealed partial class ReportingExporter(
    OtlpExporterOptions options, GatewayMetrics metrics, ILogger<ReportingExporter> logger)
    : OtlpTraceExporter(options)
{
    private bool? _isWorking;

    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        var count = activityBatch.Count;
        var result = base.Export(activityBatch);
        var isWorking = result == ExportResult.Success;
        metrics.SpansExported(count, isWorking);
        if (isWorking != _isWorking)
        {
            _isWorking = isWorking;
            if (isWorking)
            {
                Log.CollectorReached(logger);
            }
            else
            {
                Log.CollectorLost(logger);
            }
        }

        return result;
    }

    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Warning, "The collector does not take traces; they are lost until it does.")]
        public static partial void CollectorLost(ILogger logger);

        [LoggerMessage(8102, LogLevel.Information, "The collector takes traces.")]
        public static partial void CollectorReached(ILogger logger);
    }
}
