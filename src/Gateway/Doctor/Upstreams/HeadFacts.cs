using System.Globalization;
using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>A block as eth_getBlockByNumber tells it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash, in lower case.</param>
/// <param name="Timestamp">In seconds since 1970.</param>
/// <param name="Fork">What its fields say about the fork in force.</param>
internal sealed record HeadFacts(ulong Number, string Hash, ulong Timestamp, ForkInForce Fork)
{
    /// <summary>Null if there is no such block, or the answer is none.</summary>
    public static HeadFacts? Read(ProbeReply reply)
    {
        if (!reply.IsAnswered || reply.Result is not { ValueKind: JsonValueKind.Object } block)
        {
            return null;
        }

        return Quantity(block, "number") is { } number && Quantity(block, "timestamp") is { } timestamp
            && Text(block, "hash") is { Length: 66 } hash && hash.StartsWith("0x", StringComparison.Ordinal)
            && hash.Skip(2).All(char.IsAsciiHexDigit)
            ? new(number, hash.ToLowerInvariant(), timestamp, ForkInForce.Read(block))
            : null;
    }

    /// <summary>A QUANTITY that is the whole result.</summary>
    public static ulong? ReadQuantity(ProbeReply reply) =>
        reply is { IsAnswered: true, Result: { ValueKind: JsonValueKind.String } result }
            ? ParseQuantity(result.GetString()) : null;

    private static ulong? Quantity(JsonElement block, string name) => ParseQuantity(Text(block, name));

    private static string? Text(JsonElement block, string name) =>
        block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ulong? ParseQuantity(string? text) =>
        text?.StartsWith("0x", StringComparison.Ordinal) == true
        && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value : null;
}
