namespace Sidecar.TestKit;

/// <summary>A block of the simulated chain: an ExecutionPayload's fields in decoded form.</summary>
/// <remarks>
/// Fields that a fork adds are null before it: blob gas and the beacon root before Ecotone, the withdrawals root before
/// Isthmus. A block hash covers exactly the fields that are present.
/// </remarks>
public sealed record SimulatedBlock
{
    public required string Hash { get; init; }

    public required string ParentHash { get; init; }

    public required ulong Number { get; init; }

    public required ulong Timestamp { get; init; }

    public required string FeeRecipient { get; init; }

    public required string PrevRandao { get; init; }

    public required string StateRoot { get; init; }

    public required string ReceiptsRoot { get; init; }

    public required string LogsBloom { get; init; }

    public required ulong GasLimit { get; init; }

    public required ulong GasUsed { get; init; }

    public required string ExtraData { get; init; }

    public required ulong BaseFeePerGas { get; init; }

    public required IReadOnlyList<byte[]> Transactions { get; init; }

    public bool HasWithdrawals { get; init; }

    public ulong? BlobGasUsed { get; init; }

    public ulong? ExcessBlobGas { get; init; }

    public string? WithdrawalsRoot { get; init; }

    public string? ParentBeaconBlockRoot { get; init; }

    /// <summary>The transactions as DATA.</summary>
    public IEnumerable<string> TransactionsAsHex => Transactions.Select(bytes => Hex.Data(bytes));

    /// <summary>Whether the block holds this transaction, given as DATA.</summary>
    public bool Contains(string transaction) =>
        Transactions.Any(bytes => bytes.AsSpan().SequenceEqual(Hex.ToBytes(transaction)));
}
