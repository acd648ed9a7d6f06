using System.Buffers;
using System.Text.Json;

namespace Sidecar.Gateway.Health;

/// <summary>Reads the answer to <c>eth_syncing</c>: <c>false</c>, or an object with the progress.</summary>
internal static class SyncingReader
{
    /// <summary>True only if the client says so: an error or an unknown method counts as not syncing.</summary>
    public static bool IsSyncing(in ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return AnswerReader.MoveToResult(ref reader)
                && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.True;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
