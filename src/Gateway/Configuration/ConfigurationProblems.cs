namespace Sidecar.Gateway.Configuration;

/// <summary>Everything that is wrong, gathered before anything is said.</summary>
internal sealed class ConfigurationProblems
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Errors => _errors;

    public IReadOnlyList<string> Warnings => _warnings;

    public void Error(string sentence) => _errors.Add(sentence);

    public void Warn(string sentence) => _warnings.Add(sentence);
}
