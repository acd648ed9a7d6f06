using System.Text.Json;

namespace Sidecar.Gateway.Health;

/// <summary>Finds the result in the answer to a poll.</summary>
internal static class AnswerReader
{
    /// <summary>Stops on the first token of <c>result</c>; false if the answer is no object or has none.</summary>
    public static bool MoveToResult(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("result"u8))
            {
                return reader.Read();
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>Reads to the end of the answer, so that one that is cut short or followed by more is refused.</summary>
    /// <remarks>The reader throws for those; called after the result was read.</remarks>
    public static bool SkipToEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }

        return reader.CurrentDepth == 0;
    }
}
