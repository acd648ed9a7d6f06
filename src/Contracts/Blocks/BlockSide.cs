namespace Sidecar.Contracts.Blocks;

/// <summary>One side's block of a build.</summary>
/// <param name="Transactions">Its transactions, forced ones included.</param>
/// <param name="GasUsed">Its gas.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BlockSide")]
public sealed record BlockSide([property: Id(0)] int Transactions, [property: Id(1)] ulong GasUsed);
