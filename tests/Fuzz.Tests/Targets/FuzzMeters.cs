using System.Diagnostics.Metrics;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Meters that nobody listens to.</summary>
internal sealed class FuzzMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
        // Meters without listeners hold nothing.
    }
}
