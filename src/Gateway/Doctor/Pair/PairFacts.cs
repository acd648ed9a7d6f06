using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Pair;

/// <summary>What is known of both clients when each has been examined by itself.</summary>
/// <param name="Local">Local.</param>
/// <param name="LocalProbe">Asks local.</param>
/// <param name="Builder">The builder; null if there is none.</param>
/// <param name="BuilderProbe">Asks the builder.</param>
internal sealed record PairFacts(
    UpstreamFacts Local, UpstreamProbe LocalProbe, UpstreamFacts? Builder, UpstreamProbe? BuilderProbe);
