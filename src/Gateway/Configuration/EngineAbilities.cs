namespace Sidecar.Gateway.Configuration;

/// <summary>What the engine of this build can do.</summary>
internal static class EngineAbilities
{
    /// <summary>Whether there are silos: processes that hand grains to each other over the network.</summary>
    public static bool HasSilos =>
#if ORLEANS_PACKAGES
        true;
#else
        false;
#endif
}
