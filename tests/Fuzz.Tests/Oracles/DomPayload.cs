using System.Globalization;
using System.Text.Json;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>What an ExecutionPayload says, in words.</summary>
internal static class DomPayload
{
    private static readonly string[] Hashes = ["blockHash", "parentHash", "prevRandao"];
    private static readonly string[] Quantities = ["blockNumber", "timestamp", "gasLimit", "gasUsed"];

    /// <summary>Null if it is no object, has names of two meanings, or lacks something while it must not.</summary>
    public static string? Read(JsonElement payload, bool mustBeComplete)
    {
        if (payload.ValueKind != JsonValueKind.Object || !Dom.IsPlain(payload))
        {
            return null;
        }

        var hashes = Hashes.Select(name => Dom.Data(Dom.Last(payload, name), 32)).ToList();
        var quantities = Quantities.Select(name => Dom.Quantity(Dom.Last(payload, name))).ToList();
        var recipient = Dom.Raw(Dom.Last(payload, "feeRecipient"));
        var transactions = Dom.Last(payload, "transactions");
        var withdrawals = Dom.Last(payload, "withdrawals");
        var isComplete = !hashes.Contains(null) && !quantities.Contains(null) && recipient.Length > 0
            && Dom.IsArray(transactions);
        return mustBeComplete && !isComplete
            ? null
            : Words(
                hashes, quantities, recipient, Dom.Raw(Dom.Last(payload, "extraData")),
                Dom.IsArray(withdrawals) ? Dom.Raw(withdrawals) : "",
                Dom.IsArray(transactions) ? Dom.Raw(transactions) : "",
                Dom.IsArray(transactions) ? transactions.GetArrayLength() : 0);
    }

    /// <summary>A payload in the same words.</summary>
    public static string Words(
        IEnumerable<string?> hashes, IEnumerable<ulong?> quantities, string recipient, string extraData, string withdrawals,
        string transactions, int transactionCount) =>
        string.Join(
            "\n    ",
            [.. hashes, .. quantities.Select(value => value?.ToString(CultureInfo.InvariantCulture)), recipient, extraData,
                withdrawals, transactions, transactionCount.ToString(CultureInfo.InvariantCulture)]);
}
