using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Setup;

/// <summary>A gateway of ours that has a port already.</summary>
/// <param name="Version">Its version; null if this port does not tell.</param>
/// <param name="Health">Its health, as it words it; null if this port does not tell.</param>
internal sealed record RunningGateway(string? Version, string? Health)
{
    /// <summary>From the JSON form of /healthz; null if that is somebody else's.</summary>
    public static RunningGateway? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("rollup_boost_health", out var health) && health.ValueKind == JsonValueKind.String
        && json.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
            ? new(ForeignText.Clean(version.GetString()), ForeignText.Clean(health.GetString()))
            : null;
}
