using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Telemetry.Tracing;

/// <summary>Listens to our spans and sends them to the collector while the process runs.</summary>
internal sealed class TraceExport(
    IOptions<TracingOptions> options, IOptions<ClusterOptions> cluster, GatewayMetrics metrics,
    ILogger<ReportingExporter> logger) : IHostedService, IDisposable
{
    /// <summary>Longest call to the collector. A stop waits for the last one.</summary>
    private const int CallTimeoutMs = 2000;

    private const int SpansWaitingMax = 4096;
    private const int BatchDelayMs = 1000;
    private const string TracesPath = "/v1/traces";

    private TracerProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var given = options.Value;
        var resource = ResourceBuilder.CreateEmpty().AddService(
            given.ServiceName, serviceVersion: ProductVersion.Text, serviceInstanceId: cluster.Value.GatewayId);
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)

            // By trace id alone: gateways must agree, and a parent of ours never decides otherwise.
            .SetSampler(new TraceIdRatioBasedSampler(given.SampleFraction))
            .AddSource(SpanText.SourceName)
            .AddProcessor(new BatchActivityExportProcessor(
                new ReportingExporter(ExporterOptions(given), metrics, logger),
                SpansWaitingMax, BatchDelayMs, CallTimeoutMs))
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _provider?.Shutdown(CallTimeoutMs);
        _provider?.Dispose();
        _provider = null;
    }

    private static OtlpExporterOptions ExporterOptions(TracingOptions given)
    {
        var isHttp = given.Protocol == TraceProtocol.HttpProtobuf;
        return new OtlpExporterOptions
        {
            Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc,
            Endpoint = isHttp && given.Endpoint.AbsolutePath == "/" ? new Uri(given.Endpoint, TracesPath) : given.Endpoint,
            TimeoutMilliseconds = CallTimeoutMs,
        };
    }
}
