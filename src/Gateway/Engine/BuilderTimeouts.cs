namespace Sidecar.Gateway.Engine;

/// <summary>How long a builder may take.</summary>
/// <param name="Share">Of one getPayload, acknowledgement and validation included.</param>
/// <param name="Relay">For a call that nobody waits for.</param>
internal sealed record BuilderTimeouts(TimeSpan Share, TimeSpan Relay);
