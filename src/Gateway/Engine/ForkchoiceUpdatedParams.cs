using System.Buffers;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>What we read of a forkchoiceUpdated's parameters: <c>[forkchoiceState, attributes or null, …]</c>.</summary>
/// <param name="HeadBlockHash">The new head, and the parent of a build.</param>
/// <param name="StateSlice">The raw ForkchoiceState.</param>
/// <param name="AttributesSlice">The raw PayloadAttributes; empty if there are none.</param>
internal readonly record struct ForkchoiceUpdatedParams(
    BlockHash HeadBlockHash, ReadOnlySequence<byte> StateSlice, ReadOnlySequence<byte> AttributesSlice)
{
    public bool HasAttributes => !AttributesSlice.IsEmpty;

    /// <summary>Locates them; false if the shape is not the specification's, and then only local may judge it.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> parameters, out ForkchoiceUpdatedParams read)
    {
        read = default;
        if (parameters.IsEmpty)
        {
            return false;
        }

        var reader = JsonSlices.Reader(parameters);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read()
            || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var stateReader = reader;
        var state = JsonSlices.RawValue(ref reader, parameters);
        if (!TryReadHead(ref stateReader, out var head) || !reader.Read())
        {
            return false;
        }

        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null or JsonTokenType.EndArray))
        {
            return false;
        }

        var attributes = reader.TokenType == JsonTokenType.StartObject
            ? JsonSlices.RawValue(ref reader, parameters)
            : default;
        read = new ForkchoiceUpdatedParams(head, state, attributes);
        return true;
    }

    private static bool TryReadHead(ref Utf8JsonReader reader, out BlockHash head)
    {
        head = default;
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!JsonSlices.TextIs(ref reader, "headBlockHash"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else if (Quantity.ReadNextHash(ref reader) is { } value)
            {
                head = value;
                found = true;
            }
        }

        return found;
    }
}
