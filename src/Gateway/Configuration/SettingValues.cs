namespace Sidecar.Gateway.Configuration;

/// <summary>The texts that were given. A later one replaces an earlier: readers run from weak to strong.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<string, SettingValue> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    public IEnumerable<SettingValue> All => _byKey.Values;

    public void Set(SettingValue value) => _byKey[value.Entry.Key] = value;

    public SettingValue? Find(string key) => _byKey.GetValueOrDefault(key);

    public bool IsGiven(string key) => _byKey.ContainsKey(key);

    /// <summary>Its text could not be read, so rules that look at its value would only add noise.</summary>
    public void MarkBroken(string key) => _broken.Add(key);

    public bool IsBroken(string key) => _broken.Contains(key);

    /// <summary>Where the value in force comes from, for the start of a sentence.</summary>
    public string Origin(string key) => Find(key)?.Origin ?? $"{key} (default)";
}
