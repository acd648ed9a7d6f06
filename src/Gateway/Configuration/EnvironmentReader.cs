using System.Collections;

namespace Sidecar.Gateway.Configuration;

/// <summary>Reads environment variables: rollup-boost's names first, then ours over them.</summary>
internal static class EnvironmentReader
{
    public const string Prefix = "SIDECAR_";

    /// <summary>The variables of this process, in the form that <see cref="GatewayConfiguration"/> takes.</summary>
    public static IDictionary<string, string> OfProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");

    public static void Read(
        IDictionary<string, string> environment, SettingValues values, ConfigurationProblems problems)
    {
        foreach (var entry in OptionCatalog.All)
        {
            if (entry.BoostVariable is { } name && environment.TryGetValue(name, out var text) && text.Length > 0)
            {
                values.Set(new(entry, [text], name, IsBoost: true));
            }
        }

        // Sorted, so that the members of a list come in the order of their index and nothing depends on the shell.
        var ours = environment
            .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(variable => variable.Key.Length)
            .ThenBy(variable => variable.Key, StringComparer.OrdinalIgnoreCase);
        var members = new Dictionary<OptionEntry, List<string>>();
        foreach (var (name, text) in ours)
        {
            // Compose files write NAME=${OTHER:-}: empty is the same as absent.
            if (text.Length > 0)
            {
                Set(name, text, members, values, problems);
            }
        }
    }

    private static void Set(
        string name, string text, Dictionary<OptionEntry, List<string>> members,
        SettingValues values, ConfigurationProblems problems)
    {
        var key = name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
        if (OptionCatalog.Find(key) is { } entry)
        {
            values.Set(new(entry, [text], name));
        }
        else if (ListOf(key) is { } list)
        {
            if (!members.TryGetValue(list, out var texts))
            {
                members[list] = texts = [];
                values.Set(new(list, texts, name));
            }

            texts.Add(text);
        }
        else
        {
            ReportUnknown(name, key, problems);
        }
    }

    /// <summary>The list that <c>Section:Property:0</c> is a member of, the framework's form.</summary>
    private static OptionEntry? ListOf(string key)
    {
        var end = key.LastIndexOf(':');
        return end > 0 && int.TryParse(key.AsSpan(end + 1), out _)
            && OptionCatalog.Find(key[..end]) is { Kind: OptionKind.List } entry ? entry : null;
    }

    // Without a double underscore it need not be meant for us: Kubernetes sets SIDECAR_PORT and the like
    // for a service that is called sidecar.
    private static void ReportUnknown(string name, string key, ConfigurationProblems problems)
    {
        var known = OptionCatalog.All.Select(entry => entry.Variable).ToList();
        if (key.Contains(':', StringComparison.Ordinal))
        {
            problems.Error($"{name}: there is no such option; {NearestName.Hint(name, known)}");
            return;
        }

        var meant = known.Find(variable => variable.Replace("__", "_", StringComparison.Ordinal)
            .Equals(name, StringComparison.OrdinalIgnoreCase));
        if (meant is not null)
        {
            problems.Warn($"{name}: is not an option and is ignored; did you mean {meant} (two underscores)?");
        }
    }
}
