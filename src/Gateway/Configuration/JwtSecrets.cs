using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Configuration;

/// <summary>The secrets that the options name.</summary>
/// <param name="Local">Signs what goes to local.</param>
/// <param name="Builder">Signs what goes to the builder; null when there is no builder.</param>
/// <param name="Inbound">Callers' tokens are checked with it; null when nobody needs one.</param>
internal sealed record JwtSecrets(JwtSecret Local, JwtSecret? Builder, JwtSecret? Inbound);
