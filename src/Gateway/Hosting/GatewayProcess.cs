using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Hosting;

/// <summary>Runs a program of ours until it is told to stop.</summary>
internal static partial class GatewayProcess
{
    private const int FailedExitCode = 1;

    /// <summary>Runs the gateway.</summary>
    public static Task<int> RunAsync(GatewaySettings settings) => RunAsync(
        settings, () => GatewayHost.Build(settings), GatewayHost.AddressesOf,
        app => new WarmUp.WarmUp(app, settings));

    /// <summary>Starts, waits for SIGTERM or SIGINT, finishes what is in flight, and returns the exit code.</summary>
    public static async Task<int> RunAsync(
        ProgramSettings settings, Func<WebApplication> build,
        Func<WebApplication, IReadOnlyDictionary<PortRole, Uri>> addressesOf,
        Func<WebApplication, WarmUp.WarmUp>? warmUpOf = null)
    {
        using var signals = new StopSignals();
        await using var logFile = OpenLogFile(settings.Log.File);
        await using var app = build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(settings.Program.Name);
        Log.Engine(logger, app.Services.GetRequiredService<GrainEngine>().Name);
        Log.Settings(logger, string.Join(", ", EffectiveSettings.Changed(settings)));
        foreach (var warning in settings.Warnings)
        {
            Log.ConfigurationWarning(logger, warning);
        }

        var warmUp = warmUpOf?.Invoke(app);
        warmUp?.Expect();
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            // Kestrel: the address is in use or may not be bound. The message names it.
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return FailedExitCode;
        }

        foreach (var (role, address) in addressesOf(app))
        {
            Log.Listening(logger, role, address);
        }

        await (warmUp?.RunAsync() ?? Task.CompletedTask);
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The console logger writes to whatever standard output is when it starts.</summary>
    private static StreamWriter? OpenLogFile(string? path)
    {
        if (path is null)
        {
            return null;
        }

        var writer = new StreamWriter(path, append: true) { AutoFlush = true };
        Console.SetOut(writer);
        return writer;
    }

    private static partial class Log
    {
        [LoggerMessage(9002, LogLevel.Information, "Starting; not at their defaults: {Settings}")]
        public static partial void Settings(ILogger logger, string settings);

        [LoggerMessage(9005, LogLevel.Information, "Grains are hosted by the engine: {Engine}")]
        public static partial void Engine(ILogger logger, string engine);

        [LoggerMessage(9003, LogLevel.Warning, "{Warning}")]
        public static partial void ConfigurationWarning(ILogger logger, string warning);

        [LoggerMessage(9004, LogLevel.Information, "The {Role} port listens on {Address}")]
        public static partial void Listening(ILogger logger, PortRole role, Uri address);
    }
}
