namespace Sidecar.Gateway.Configuration;

/// <summary>Either settings to start with, or the exit code of a process that has said all it had to say.</summary>
/// <remarks><see cref="Settings"/> is there exactly when there is no exit code.</remarks>
internal sealed class ConfigurationResult
{
    private ConfigurationResult(GatewaySettings? settings, int? exitCode)
    {
        Settings = settings;
        ExitCode = exitCode;
    }

    public GatewaySettings? Settings { get; }

    public int? ExitCode { get; }

    public static ConfigurationResult Start(GatewaySettings settings) => new(settings, null);

    public static ConfigurationResult Exit(int code) => new(null, code);
}
