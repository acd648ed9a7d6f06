using System.Text.Json;

namespace Sidecar.Fuzz.Tests.Mutation;

/// <summary>Where a name or a value stands in a text, quotes and brackets included.</summary>
internal readonly record struct JsonSpan(int Start, int End, bool IsName, JsonTokenType Type)
{
    public int Length => End - Start;

    /// <summary>The names and values of a text, as far as it is JSON.</summary>
    public static List<JsonSpan> Of(ReadOnlySpan<byte> text)
    {
        var spans = new List<JsonSpan>();
        var open = new Stack<(int Start, JsonTokenType Type)>();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 5000 });
        try
        {
            while (reader.Read())
            {
                Add(spans, open, reader);
            }
        }
        catch (JsonException)
        {
            // What was found up to there is enough.
        }

        return spans;
    }

    private static void Add(List<JsonSpan> spans, Stack<(int Start, JsonTokenType Type)> open, in Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        switch (type)
        {
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                open.Push((start, type));
                break;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                var (from, opened) = open.Pop();
                spans.Add(new JsonSpan(from, start + 1, false, opened));
                break;
            case JsonTokenType.PropertyName:
                spans.Add(new JsonSpan(start, start + reader.ValueSpan.Length + 2, true, type));
                break;
            default:
                spans.Add(new JsonSpan(start, (int)reader.BytesConsumed, false, type));
                break;
        }
    }
}
