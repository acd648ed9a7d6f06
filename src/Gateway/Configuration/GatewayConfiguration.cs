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
    public static ConfigurationResult<GatewaySettings> Load(
        IReadOnlyList<string> args, IDictionary<string, string> environment, string directory,
        TextWriter output, TextWriter error) =>
        Load(ProgramKind.Gateway, args, environment, directory, output, error, ResolveSecrets);

    /// <summary>The same for the silo, which needs no secrets.</summary>
    public static ConfigurationResult<ProgramSettings> LoadSilo(
        IReadOnlyList<string> args, IDictionary<string, string> environment, string directory,
        TextWriter output, TextWriter error) =>
        Load(ProgramKind.Silo, args, environment, directory, output, error, (settings, _, _, _) => settings);

    /// <summary>Reads all of it as a start does, and keeps what can be had of it.</summary>
    /// <param name="args">Flags of the gateway.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="directory">Where relative paths begin.</param>
    /// <param name="usageErrors">Why the flags cannot be read at all; empty if they can.</param>
    /// <returns>Null if there are usage errors.</returns>
    public static ConfigurationExamination? Examine(
        IReadOnlyList<string> args, IDictionary<string, string> environment, string directory,
        out IReadOnlyList<string> usageErrors)
    {
        var problems = new ConfigurationProblems();
        var line = CommandLineReader.Read(args, ProgramKind.Gateway, problems);
        if (line.IsVersion || line.IsCheck || line.IsMarkdown)
        {
            problems.Error("--version, --check and --help-markdown: go with no verb.");
        }

        usageErrors = [.. problems.Errors];
        if (usageErrors.Count > 0)
        {
            return null;
        }

        var values = ReadValues(line, environment, directory, problems);
        var settings = Bind(ProgramKind.Gateway, values, directory, problems);
        var secretProblems = new ConfigurationProblems();
        var secrets = new SecretResolver(settings, values, secretProblems, directory).Find();
        return new(settings, secrets, values, problems.Errors, secretProblems.Errors);
    }

    private static ConfigurationResult<TSettings> Load<TSettings>(
        ProgramKind program, IReadOnlyList<string> args, IDictionary<string, string> environment, string directory,
        TextWriter output, TextWriter error,
        Func<ProgramSettings, SettingValues, ConfigurationProblems, string, TSettings?> complete)
        where TSettings : ProgramSettings
    {
        var problems = new ConfigurationProblems();
        var line = CommandLineReader.Read(args, program, problems);
        if (Answer(line, program) is { } answer)
        {
            output.WriteLine(answer);
            return ConfigurationResult<TSettings>.Exit(0);
        }

        var values = ReadValues(line, environment, directory, problems);
        var settings = complete(Bind(program, values, directory, problems), values, problems, directory);
        if (problems.Errors.Count > 0 || settings is null)
        {
            Complain(program, problems, error);
            return ConfigurationResult<TSettings>.Exit(InvalidExitCode);
        }

        if (!line.IsCheck)
        {
            return ConfigurationResult<TSettings>.Start(settings);
        }

        Complain(program, problems, error);
        output.WriteLine(EffectiveSettings.DescribeAll(settings));
        return ConfigurationResult<TSettings>.Exit(0);
    }

    private static string? Answer(CommandLine line, ProgramKind program) => line switch
    {
        { IsHelp: true } => HelpText.Write(program),
        { IsVersion: true } => $"{program.Name} {Version}",
        { IsMarkdown: true } => OptionCatalog.ToMarkdown(),
        _ => null,
    };

    private static SettingValues ReadValues(
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
        return values;
    }

    private static ProgramSettings Bind(
        ProgramKind program, SettingValues values, string directory, ConfigurationProblems problems)
    {
        var options = OptionBinder.Bind(values, program, problems);
        new SettingsRules(options, values, problems, directory).Check(program);
        var origins = values.All.ToDictionary(value => value.Entry.Key, value => value.Origin);
        return new(program, options, problems.Warnings, origins);
    }

    private static GatewaySettings? ResolveSecrets(
        ProgramSettings settings, SettingValues values, ConfigurationProblems problems, string directory) =>
        new SecretResolver(settings, values, problems, directory).Resolve() is { } secrets
            ? new(settings, secrets)
            : null;

    private static void Complain(ProgramKind program, ConfigurationProblems problems, TextWriter error)
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
            error.WriteLine($"{program.Name} did not start: {count} in its configuration. See --help.");
        }
    }

    private static string Version =>
        typeof(GatewayConfiguration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
