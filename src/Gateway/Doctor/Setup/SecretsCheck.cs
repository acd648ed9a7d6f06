using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Setup;

/// <summary>The files with secrets: whether they hold any, and who may read them.</summary>
internal sealed class SecretsCheck(ConfigurationExamination setup, string directory) : ICheck
{
    private static readonly string[] Files =
        ["Local:JwtSecretPath", "Builder:JwtSecretPath", "Engine:JwtSecretPath", "Redis:PasswordPath"];

    public string Name => "secrets";

    public string Subject => Subjects.Gateway;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. setup.SecretErrors.Select(SecretsJudgement.Refused)];
        foreach (var key in Files.Where(setup.IsGiven))
        {
            if (ModeOf((string)OptionCatalog.Get(key).Get(setup.Settings)!) is { } mode
                && SecretsJudgement.OfMode(setup.NameOf(key), mode) is { } finding)
            {
                findings.Add(finding);
            }
        }

        if (findings.Count == 0)
        {
            findings.Add(SecretsJudgement.Fine.Is("Every secret that is needed can be read, and not by everybody."));
        }

        return Task.FromResult(new CheckResult(findings));
    }

    /// <summary>Null if there is no such file, or the system knows no such modes.</summary>
    private UnixFileMode? ModeOf(string path)
    {
        try
        {
            var full = Path.GetFullPath(path, directory);
            return OperatingSystem.IsWindows() || !File.Exists(full) ? null : File.GetUnixFileMode(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
