using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Configuration;

/// <summary>The secrets that could be read; null for each that could not, or that nobody needs.</summary>
internal readonly record struct FoundSecrets(JwtSecret? Local, JwtSecret? Builder, JwtSecret? Inbound);
