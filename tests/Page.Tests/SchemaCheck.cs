using System.Text.Json;

namespace Sidecar.Page.Tests;

/// <summary>Compares an answer with its schema, both ways: members that are served, and members that are described.</summary>
internal static class SchemaCheck
{
    public static IReadOnlyList<string> Compare(JsonElement value, JsonElement schema, string place)
    {
        var problems = new List<string>();
        Compare(value, schema, place, problems);
        return problems;
    }

    private static void Compare(JsonElement value, JsonElement schema, string place, List<string> problems)
    {
        var types = TypesOf(schema);
        if (types.Count > 0 && !types.Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && types.Contains("number")))
        {
            problems.Add($"{place}: {TypeOf(value)}, not {string.Join('|', types)}");
            return;
        }

        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out var words)
            && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
        {
            problems.Add($"{place}: {value} is none of {words}");
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray())
            {
                Compare(item, items, $"{place}[]", problems);
            }
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            var served = value.EnumerateObject().Select(member => member.Name).ToHashSet();
            var described = properties.EnumerateObject().Select(member => member.Name).ToHashSet();
            problems.AddRange(served.Except(described).Select(name => $"{place}.{name} is not described"));
            problems.AddRange(described.Except(served).Select(name => $"{place}.{name} is not served"));
            foreach (var name in served.Intersect(described))
            {
                Compare(value.GetProperty(name), properties.GetProperty(name), $"{place}.{name}", problems);
            }
        }
    }

    private static List<string> TypesOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return [];
        }

        return type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(item => item.GetString()!)]
            : [type.GetString()!];
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) || value.TryGetUInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
