namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>A client under examination.</summary>
/// <param name="Target">Which it is.</param>
/// <param name="Probe">Asks it.</param>
/// <param name="Facts">What is known of it.</param>
internal sealed record ExaminedUpstream(UpstreamTarget Target, UpstreamProbe Probe, UpstreamFacts Facts);
