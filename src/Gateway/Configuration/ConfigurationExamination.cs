namespace Sidecar.Gateway.Configuration;

/// <summary>
/// What a start would have read, and all that it would have said, kept also when it would have been refused.
/// </summary>
/// <param name="settings">The options; broken ones at their default.</param>
/// <param name="secrets">The JWT secrets that could be read.</param>
/// <param name="values">The texts that were given.</param>
/// <param name="errors">What is wrong with the options.</param>
/// <param name="secretErrors">What is wrong with the JWT secrets.</param>
internal sealed class ConfigurationExamination(
    ProgramSettings settings, FoundSecrets secrets, SettingValues values,
    IReadOnlyList<string> errors, IReadOnlyList<string> secretErrors)
{
    public ProgramSettings Settings => settings;

    public FoundSecrets Secrets => secrets;

    public IReadOnlyList<string> Errors => errors;

    public IReadOnlyList<string> SecretErrors => secretErrors;

    /// <summary>How many options were given, by flag, variable or file.</summary>
    public int GivenCount => values.All.Count();

    public bool IsGiven(string key) => values.IsGiven(key);

    /// <summary>False if the operator wrote what cannot be read; the value is a default then, and nobody's wish.</summary>
    public bool IsReadable(string key) => !values.IsBroken(key);

    /// <summary>What to correct: flag, variable or key that the value came from, else the flag that sets it.</summary>
    public string NameOf(string key) => values.Find(key)?.Origin ?? OptionCatalog.Get(key).Flag;
}
