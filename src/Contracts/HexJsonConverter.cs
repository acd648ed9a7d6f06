using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidecar.Contracts;

/// <summary>Writes a value by its wire form, so that stored states read as the Engine API does.</summary>
internal abstract class HexJsonConverter<T>(HexJsonConverter<T>.Parser parse) : JsonConverter<T>
    where T : struct
{
    internal delegate bool Parser(ReadOnlySpan<byte> utf8, out T value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && parse(reader.ValueSpan, out var value)
            ? value
            : throw new JsonException($"Not a {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
