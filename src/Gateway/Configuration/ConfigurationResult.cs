namespace Sidecar.Gateway.Configuration;

/// <summary>Either settings to start with, or the exit code of a process that has said all it had to say.</summary>
/// <remarks><see cref="Settings"/> is there exactly when there is no exit code.</remarks>
internal sealed class ConfigurationResult<TSettings>
    where TSettings : ProgramSettings
{
    private ConfigurationResult(TSettings? settings, int? exitCode)
    {
        Settings = settings;
        ExitCode = exitCode;
    }

    public TSettings? Settings { get; }

    public int? ExitCode { get; }

    public static ConfigurationResult<TSettings> Start(TSettings settings) => new(settings, null);

    public static ConfigurationResult<TSettings> Exit(int code) => new(null, code);
}
