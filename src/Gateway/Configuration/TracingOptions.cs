using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>Traces of builds, exported over OTLP. Off unless asked for, and then without any cost.</summary>
internal sealed class TracingOptions
{
    public const string Section = "Tracing";

    /// <summary>Whether traces are made and exported. Default false, as rollup-boost.</summary>
    public bool Enabled { get; set; }

    /// <summary>The collector. Default http://localhost:4317, as rollup-boost; the path is only used by http-protobuf.</summary>
    public Uri Endpoint { get; set; } = new("http://localhost:4317");

    /// <summary>How the collector is spoken to. Default grpc, as rollup-boost.</summary>
    public TraceProtocol Protocol { get; set; } = TraceProtocol.Grpc;

    /// <summary>
    /// Which part of the builds is traced, 0 to 1. Default 1: a block a second is little. The payload id decides, so that
    /// all gateways choose the same builds.
    /// </summary>
    [Range(0.0, 1.0)]
    public double SampleFraction { get; set; } = 1;

    /// <summary>What the traces say they are from. Default sidecar.</summary>
    public string ServiceName { get; set; } = "sidecar";

    /// <summary>
    /// Whether a caller's traceparent, tracestate and baggage reach local with calls that are passed through. Default
    /// false: they are for the caller's own collector. Calls of the three walks never carry them.
    /// </summary>
    public bool PassTraceparent { get; set; }
}

/// <summary>Ways to speak to a collector of traces.</summary>
internal enum TraceProtocol
{
    /// <summary>OTLP over gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>OTLP as protobuf over HTTP, usually port 4318 and the path /v1/traces.</summary>
    HttpProtobuf,
}
