namespace Sidecar.TestKit;

/// <summary>The moment that all simulated chains of this process begin at.</summary>
internal static class ProcessGenesis
{
    public static ulong Timestamp { get; } = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
