using System.Reflection;

namespace Sidecar.Gateway.Telemetry;

/// <summary>The version that health, metrics and logs name.</summary>
internal static class ProductVersion
{
    /// <summary>The version without the commit that the SDK appends to it.</summary>
    public static readonly string Text = Read();

    private static string Read()
    {
        var attribute = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return attribute?.InformationalVersion.Split('+')[0] ?? "unknown";
    }
}
