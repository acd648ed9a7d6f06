using System.Globalization;
using System.Text.Json;
using Sidecar.Contracts;

namespace Sidecar.TestKit;

/// <summary>The OP Stack's PayloadAttributes in decoded form.</summary>
internal sealed record BuildAttributes
{
    public required ulong Timestamp { get; init; }

    public required string PrevRandao { get; init; }

    public required string FeeRecipient { get; init; }

    public required ulong GasLimit { get; init; }

    public required IReadOnlyList<byte[]> Transactions { get; init; }

    public bool NoTxPool { get; init; }

    public bool HasWithdrawals { get; init; }

    public string? ParentBeaconBlockRoot { get; init; }

    public string? Eip1559Params { get; init; }

    public ulong? MinBaseFee { get; init; }

    /// <summary>Reads attributes; the codes are op-geth's.</summary>
    public static BuildAttributes Read(JsonElement json, int forkchoiceVersion)
    {
        if (!PayloadJson.IsSet(json, "gasLimit", out var gasLimit))
        {
            throw Invalid("gasLimit parameter is required");
        }

        var hasBeaconRoot = PayloadJson.IsSet(json, "parentBeaconBlockRoot", out var beaconRoot);
        if (hasBeaconRoot != forkchoiceVersion >= 3)
        {
            throw Invalid(hasBeaconRoot ? "unexpected beacon root" : "missing beacon root");
        }

        return new()
        {
            Timestamp = Hex.ReadQuantity(PayloadJson.Field(json, "timestamp")),
            PrevRandao = Hex.ReadHash(PayloadJson.Field(json, "prevRandao")),
            FeeRecipient = Hex.ReadData(PayloadJson.Field(json, "suggestedFeeRecipient")),
            GasLimit = Hex.ReadQuantity(gasLimit),
            Transactions = ReadTransactions(json),
            NoTxPool = PayloadJson.IsSet(json, "noTxPool", out var noTxPool) && noTxPool.GetBoolean(),
            HasWithdrawals = PayloadJson.IsSet(json, "withdrawals", out _),
            ParentBeaconBlockRoot = hasBeaconRoot ? Hex.ReadHash(beaconRoot) : null,
            Eip1559Params = PayloadJson.IsSet(json, "eip1559Params", out var fee) ? Hex.ReadData(fee) : null,
            MinBaseFee = PayloadJson.OptionalQuantity(json, "minBaseFee"),
        };
    }

    /// <summary>One value for each different set of attributes.</summary>
    public string Digest() => Hex.Digest(
        Timestamp, PrevRandao, FeeRecipient, GasLimit, NoTxPool, HasWithdrawals, ParentBeaconBlockRoot ?? "-",
        Eip1559Params ?? "-", MinBaseFee?.ToString(CultureInfo.InvariantCulture) ?? "-",
        BlockHashing.TransactionsRoot(Transactions));

    /// <summary>Holocene's 9 bytes, Jovian's 17, nothing before them.</summary>
    public string ExtraData()
    {
        if (Eip1559Params is null)
        {
            return "0x";
        }

        var parameters = Eip1559Params == "0x0000000000000000" ? "000000fa00000006" : Eip1559Params[2..];
        return MinBaseFee is { } minBaseFee
            ? string.Create(CultureInfo.InvariantCulture, $"0x01{parameters}{minBaseFee:x16}")
            : $"0x00{parameters}";
    }

    private static byte[][] ReadTransactions(JsonElement json) =>
        PayloadJson.IsSet(json, "transactions", out var list) ? [.. list.EnumerateArray().Select(Hex.ReadBytes)] : [];

    private static RpcException Invalid(string message) => new(EngineErrorCodes.InvalidPayloadAttributes, message);
}
