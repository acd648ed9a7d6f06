namespace Sidecar.Gateway.Configuration;

/// <summary>true and false as flags, environments and files spell them.</summary>
internal static class SwitchText
{
    public static bool TryParse(string text, out bool isOn)
    {
        isOn = text.ToLowerInvariant() is "true" or "1" or "yes" or "on";
        return isOn || text.ToLowerInvariant() is "false" or "0" or "no" or "off";
    }
}
