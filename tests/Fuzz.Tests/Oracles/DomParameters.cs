using System.Globalization;
using System.Text.Json;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>What the parameters of forkchoiceUpdated and newPayload say, in words; null if they are not theirs.</summary>
internal static class DomParameters
{
    public static string? Forkchoice(JsonElement parameters)
    {
        if (!Dom.IsArray(parameters) || parameters.GetArrayLength() == 0
            || parameters[0].ValueKind != JsonValueKind.Object || Head(parameters[0]) is not { } head)
        {
            return null;
        }

        var second = parameters.GetArrayLength() > 1 ? parameters[1] : default;
        return second.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object
            ? Words(head, Dom.Raw(parameters[0]), second.ValueKind == JsonValueKind.Object ? Dom.Raw(second) : "")
            : null;
    }

    public static string Words(params string?[] parts) => string.Join("\n    ", parts);

    /// <summary>What attributes ask for; a member of the wrong type asks for nothing.</summary>
    public static string Attributes(JsonElement attributes) => Words(
        Number(Dom.Quantity(Dom.Last(attributes, "timestamp"))),
        Dom.Data(Dom.Last(attributes, "prevRandao"), 32),
        Dom.Data(Dom.Last(attributes, "parentBeaconBlockRoot"), 32),
        Number(Dom.Quantity(Dom.Last(attributes, "gasLimit"))),
        Number(EightBytes(Dom.Last(attributes, "eip1559Params"))),
        Number(NumberOrQuantity(Dom.Last(attributes, "minBaseFee"))),
        (Dom.Last(attributes, "noTxPool").ValueKind == JsonValueKind.True).ToString(),
        Dom.Raw(Dom.Last(attributes, "suggestedFeeRecipient")),
        List(Dom.Last(attributes, "withdrawals")),
        List(Dom.Last(attributes, "transactions")));

    public static string? Block(JsonElement parameters)
    {
        if (!Dom.IsArray(parameters) || parameters.GetArrayLength() == 0
            || parameters[0] is not { ValueKind: JsonValueKind.Object } payload || !Dom.IsPlain(payload))
        {
            return null;
        }

        var hash = Dom.Data(Dom.Last(payload, "blockHash"), 32);
        var parent = Dom.Data(Dom.Last(payload, "parentHash"), 32);
        var number = Dom.Quantity(Dom.Last(payload, "blockNumber"));
        return hash is null || parent is null || number is null ? null : Words(hash, parent, Number(number));
    }

    public static string? Number(ulong? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Of several, the last that is a hash.</summary>
    private static string? Head(JsonElement state) => state.EnumerateObject()
        .Where(member => Dom.Name(member) == "headBlockHash")
        .Select(member => Dom.Data(member.Value, 32))
        .LastOrDefault(hash => hash is not null);

    private static string List(JsonElement element) => Dom.IsArray(element) ? Dom.Raw(element) : "";

    private static ulong? EightBytes(JsonElement element) => Dom.Data(element, 8) is null ? null : Dom.Quantity(element);

    private static ulong? NumberOrQuantity(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number
            ? element.TryGetUInt64(out var number) ? number : null
            : Dom.Quantity(element);
}
