using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Configuration;

/// <summary>Finds the JWT secrets, reading files. No error text holds any of what was read.</summary>
internal sealed class SecretResolver(
    OptionSet options, SettingValues values, ConfigurationProblems problems, string directory)
{
    /// <summary>The secrets, or null when one that is needed is missing or wrong.</summary>
    public JwtSecrets? Resolve() =>
        Find() is { Local: { } local } found ? new(local, found.Builder, found.Inbound) : null;

    /// <summary>Each secret that could be read.</summary>
    public FoundSecrets Find()
    {
        var local = Resolve(LocalOptions.Section, options.Local.JwtSecret, options.Local.JwtSecretPath);
        if (local is null && !IsGiven(LocalOptions.Section))
        {
            ReportMissing(LocalOptions.Section, "local");
        }

        var builder = Resolve(BuilderOptions.Section, options.Builder.JwtSecret, options.Builder.JwtSecretPath);
        CheckBuilder(builder);

        var inbound = Resolve(EngineOptions.Section, options.Engine.JwtSecret, options.Engine.JwtSecretPath);
        return new(local, builder, options.Engine.RequireJwt ? inbound ?? local : null);
    }

    private void CheckBuilder(JwtSecret? secret)
    {
        var hasUrl = options.Builder.Url is not null || values.IsBroken("Builder:Url");
        if (hasUrl && secret is null && !IsGiven(BuilderOptions.Section))
        {
            ReportMissing(BuilderOptions.Section, "the builder");
        }
        else if (!hasUrl && IsGiven(BuilderOptions.Section))
        {
            var key = values.IsGiven(PathKey(BuilderOptions.Section))
                ? PathKey(BuilderOptions.Section) : SecretKey(BuilderOptions.Section);
            problems.Error($"{values.Origin(key)}: is a secret for a builder, but there is none; "
                + "give --builder-url (BUILDER_URL), or remove the secret.");
        }
    }

    private JwtSecret? Resolve(string section, string? text, string? path)
    {
        if (text is not null && path is not null)
        {
            problems.Error($"{values.Origin(SecretKey(section))} and {values.Origin(PathKey(section))}: "
                + "are two secrets for one purpose; keep one.");
            return null;
        }

        string? error = null;
        JwtSecret? secret = null;
        if (path is not null && !JwtSecret.TryReadFile(Path.GetFullPath(path, directory), out secret, out error))
        {
            problems.Error($"{values.Origin(PathKey(section))}: no secret could be read from \"{path}\": {error}; "
                + "give a file with 64 hex digits.");
        }
        else if (text is not null && !JwtSecret.TryParse(text, out secret, out error))
        {
            problems.Error($"{values.Origin(SecretKey(section))}: is not a secret: {error}; give 64 hex digits.");
        }

        return secret;
    }

    private void ReportMissing(string section, string whose)
    {
        var path = OptionCatalog.Get(PathKey(section));
        var secret = OptionCatalog.Get(SecretKey(section));
        problems.Error($"{path.Key} (not set): the JWT secret of {whose} is missing; give "
            + $"{string.Join(" or ", path.Flags)} FILE ({path.Variable} or {path.BoostVariable}), or itself as "
            + $"{string.Join(" or ", secret.Flags)} ({secret.Variable} or {secret.BoostVariable}).");
    }

    private bool IsGiven(string section) => values.IsGiven(SecretKey(section)) || values.IsGiven(PathKey(section));

    private static string SecretKey(string section) => $"{section}:JwtSecret";

    private static string PathKey(string section) => $"{section}:JwtSecretPath";
}
