using Sidecar.Gateway.Configuration;
using Sidecar.Grains.Builders;

namespace Sidecar.Gateway.Hosting.Grains;

/// <summary>Limits of the grains from the gateway's options.</summary>
internal static class GrainLimits
{
    public static BuilderGrainOptions From(OptionSet settings) => new()
    {
        FailuresMax = settings.Breaker.FailuresMax,
        OpenFor = settings.Breaker.OpenFor,
        OpenForMax = settings.Breaker.OpenForMax,
        WriterLease = settings.Cluster.WriterLease,
    };
}
