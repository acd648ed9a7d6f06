namespace Sidecar.TestKit;

/// <summary>What one block should be; everything that is null follows the driver's defaults.</summary>
public sealed record BlockRequest
{
    /// <summary>Ask for a block of the forced transactions only.</summary>
    public bool NoTxPool { get; init; }

    public ulong? Timestamp { get; init; }

    public ulong? GasLimit { get; init; }

    /// <summary>Jovian's attribute, a plain number on the wire.</summary>
    public ulong? MinBaseFee { get; init; }

    /// <summary>Transactions that the block must begin with.</summary>
    public IReadOnlyList<string>? ForcedTransactions { get; init; }

    /// <summary>2 to 5; newPayload follows it.</summary>
    public int? GetPayloadVersion { get; init; }

    /// <summary>Time between the start of the build and getPayload.</summary>
    public TimeSpan? BuildTime { get; init; }

    /// <summary>Build on this block instead of the driver's head.</summary>
    public ChainPoint? Parent { get; init; }

    /// <summary>Called before each step: where a test kills, clears or switches something.</summary>
    public Func<BlockStep, Task>? BeforeStep { get; init; }
}
