using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sidecar.TestKit;

/// <summary>
/// The simulated chain's rules for what a block's roots and its hash are: SHA-256 where Ethereum has RLP and keccak.
/// </summary>
internal static class BlockHashing
{
    public const ulong GasPerTransaction = 21000;

    /// <summary>Hash of everything else in the block.</summary>
    public static string HashOf(SimulatedBlock block)
    {
        var header = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {block.ParentHash} {block.FeeRecipient} {block.StateRoot} {block.ReceiptsRoot} {block.LogsBloom}
            {block.PrevRandao} {block.Number} {block.GasLimit} {block.GasUsed} {block.Timestamp}
            {block.ExtraData} {block.BaseFeePerGas} {block.HasWithdrawals} {block.BlobGasUsed} {block.ExcessBlobGas}
            {block.WithdrawalsRoot} {block.ParentBeaconBlockRoot} {TransactionsRoot(block.Transactions)}
            """);
        return Hex.Data(SHA256.HashData(Encoding.UTF8.GetBytes(header)));
    }

    /// <summary>The block with its roots, gas and hash made to follow from its parent and its transactions.</summary>
    public static SimulatedBlock Execute(SimulatedBlock block)
    {
        var executed = WithRoots(block);
        return executed with { Hash = HashOf(executed) };
    }

    /// <summary>The same without the hash.</summary>
    public static SimulatedBlock WithRoots(SimulatedBlock block)
    {
        var transactionsRoot = TransactionsRoot(block.Transactions);
        return block with
        {
            StateRoot = Hex.Digest("state", block.ParentHash, transactionsRoot),
            ReceiptsRoot = Hex.Digest("receipts", transactionsRoot),
            GasUsed = GasPerTransaction * (ulong)block.Transactions.Count,
        };
    }

    public static string TransactionHash(byte[] transaction) => Hex.Data(SHA256.HashData(transaction));

    public static string TransactionsRoot(IReadOnlyList<byte[]> transactions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var transaction in transactions)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, transaction.Length);
            hash.AppendData(length);
            hash.AppendData(transaction);
        }

        return Hex.Data(hash.GetHashAndReset());
    }
}
