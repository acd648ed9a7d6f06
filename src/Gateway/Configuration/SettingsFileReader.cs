using System.Text.Json;

namespace Sidecar.Gateway.Configuration;

/// <summary>Reads appsettings.json: comments allowed, keys in any case, unknown keys refused.</summary>
internal sealed class SettingsFileReader(string name, SettingValues values, ConfigurationProblems problems)
{
    public const string DefaultName = "appsettings.json";

    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Top-level keys that belong to the framework or to editors.</summary>
    private static readonly HashSet<string> Foreign =
        new(StringComparer.OrdinalIgnoreCase) { "Logging", "AllowedHosts", "$schema" };

    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the file that was named, or the default one if it is there.</summary>
    public static void Read(
        string directory, string? named, SettingValues values, ConfigurationProblems problems)
    {
        var path = Path.Combine(directory, named ?? DefaultName);
        if (named is null && !File.Exists(path))
        {
            return;
        }

        var origin = named is null ? DefaultName : $"--config {named}";
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, Json);
            new SettingsFileReader(Path.GetFileName(path), values, problems).ReadRoot(document.RootElement);
        }
        catch (JsonException e)
        {
            problems.Error($"{origin}: is not valid JSON (line {e.LineNumber + 1}); correct it there.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Error($"{origin}: the file does not exist; give the path of a JSON file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Error($"{origin}: the file cannot be read ({e.GetType().Name}); check its permissions.");
        }
    }

    private void ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Error($"{name}: holds no JSON object; put the sections (Local, Builder, ...) into one.");
            return;
        }

        foreach (var property in root.EnumerateObject().Where(property => !Foreign.Contains(property.Name)))
        {
            if (property.Value.ValueKind != JsonValueKind.Object
                || OptionCatalog.Sections.Any(known => Matches(known.Section, property.Name)))
            {
                ReadValue(property.Name, property.Value);
            }
            else
            {
                var sections = OptionCatalog.Sections.Select(known => known.Section);
                problems.Error($"{property.Name} in {name}: there is no such section; "
                    + NearestName.Hint(property.Name, sections));
            }
        }
    }

    private void ReadValue(string key, JsonElement element)
    {
        var entry = OptionCatalog.Find(key);
        if (element.ValueKind == JsonValueKind.Object && entry is null)
        {
            foreach (var property in element.EnumerateObject())
            {
                ReadValue($"{key}:{property.Name}", property.Value);
            }
        }
        else if (entry is null)
        {
            problems.Error($"{key} in {name}: there is no such option; "
                + NearestName.Hint(key, OptionCatalog.All.Select(known => known.Key)));
        }
        else if (!_seen.Add(key))
        {
            problems.Error($"{entry.Key} in {name}: is there twice; keep one.");
        }
        else if (element.ValueKind != JsonValueKind.Null)
        {
            Set(entry, element);
        }
    }

    private void Set(OptionEntry entry, JsonElement element)
    {
        var isList = element.ValueKind == JsonValueKind.Array;
        var elements = isList ? [.. element.EnumerateArray()] : new[] { element };
        var origin = $"{entry.Key} in {name}";
        if (elements.Any(item => item.ValueKind is JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null)
            || (isList && entry.Kind != OptionKind.List))
        {
            var expected = entry.Kind == OptionKind.List ? "a list of texts" : "one value";
            problems.Error($"{origin}: has the wrong JSON type; give {expected}.");
            values.MarkBroken(entry.Key);
            return;
        }

        var texts = elements.Select(item =>
            item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()).ToList();
        values.Set(new(entry, texts, origin));
    }

    private static bool Matches(string section, string property) =>
        section.Equals(property, StringComparison.OrdinalIgnoreCase);
}
