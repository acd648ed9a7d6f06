using System.Reflection;

namespace Sidecar.Gateway.Configuration;

/// <summary>
/// Reads all options: defaults, settings file, rollup-boost's environment names, ours, flags; each over the one before.
/// </summary>
internal static class GatewayConfiguration
{
    /// <summary>Exit code when the configuration is wrong.</summary>
    public const int InvalidExitCode = 2;

    /// <summary>Reads its arguments and the files they name, relative ones in <paramref name="directory"/>.</summary>
    public static ConfigurationResult Load(
        IReadOnlyList<string> args, IDictionary<string, string> environment, string directory,
        TextWriter output, TextWriter error)
    {
        var problems = new ConfigurationProblems();
        var line = CommandLineReader.Read(args, problems);
        if (Answer(line) is { } answer)
        {
            output.WriteLine(answer);
            return ConfigurationResult.Exit(0);
        }

        var settings = Read(line, environment, directory, problems);
        if (settings is null)
        {
            Complain(problems, error);
            return ConfigurationResult.Exit(InvalidExitCode);
        }

        if (!line.IsCheck)
        {
            return ConfigurationResult.Start(settings);
        }

        Complain(problems, error);
        output.WriteLine(EffectiveSettings.DescribeAll(settings));
        return ConfigurationResult.Exit(0);
    }

    private static string? Answer(CommandLine line) => line switch
    {
        { IsHelp: true } => HelpText.Write(),
        { IsVersion: true } => $"Sidecar.Gateway {Version}",
        { IsMarkdown: true } => OptionCatalog.ToMarkdown(),
        _ => null,
    };

    private static GatewaySettings? Read(
        CommandLine line, IDictionary<string, string> environment, string directory, ConfigurationProblems problems)
    {
        var values = new SettingValues();
        SettingsFileReader.Read(directory, line.SettingsFile, values, problems);
        EnvironmentReader.Read(environment, values, problems);
        foreach (var value in line.Values)
        {
            values.Set(value);
        }

        AbsentFeatures.Check(line, environment, problems);
        var options = OptionBinder.Bind(values, problems);
        new SettingsRules(options, values, problems, directory).Check();
        var secrets = new SecretResolver(options, values, problems, directory).Resolve();
        if (problems.Errors.Count > 0 || secrets is null)
        {
            return null;
        }

        var origins = values.All.ToDictionary(value => value.Entry.Key, value => value.Origin);
        return new(options, secrets, problems.Warnings, origins);
    }

    private static void Complain(ConfigurationProblems problems, TextWriter error)
    {
        foreach (var warning in problems.Warnings)
        {
            error.WriteLine($"warning: {warning}");
        }

        foreach (var sentence in problems.Errors)
        {
            error.WriteLine($"error: {sentence}");
        }

        if (problems.Errors.Count > 0)
        {
            var count = problems.Errors.Count == 1 ? "1 error" : $"{problems.Errors.Count} errors";
            error.WriteLine($"Sidecar.Gateway did not start: {count} in its configuration. See --help.");
        }
    }

    private static string Version =>
        typeof(GatewayConfiguration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
