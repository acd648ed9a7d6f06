using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Sidecar.TestKit;

/// <summary>Fills and seals a build.</summary>
internal static class BlockAssembly
{
    // The largest transaction that go-ethereum's pool takes.
    private const int TransactionBytesMax = 128 << 10;

    /// <param name="shape">4 for V4 and V5, otherwise the version of getPayload.</param>
    public static SealedPayload Seal(Build build, int shape, ClientState state)
    {
        var attributes = build.Attributes;
        var transactions = Fill(build, state);
        var paying = (ulong)(transactions.Count - attributes.Transactions.Count);
        var block = BlockHashing.Execute(new()
        {
            Hash = Hex.ZeroHash,
            ParentHash = build.Parent.Hash,
            Number = build.Parent.Number + 1,
            Timestamp = attributes.Timestamp,
            FeeRecipient = attributes.FeeRecipient,
            PrevRandao = attributes.PrevRandao,
            StateRoot = Hex.ZeroHash,
            ReceiptsRoot = Hex.ZeroHash,
            LogsBloom = Genesis.EmptyBloom,
            GasLimit = attributes.GasLimit,
            GasUsed = 0,
            ExtraData = attributes.ExtraData(),
            BaseFeePerGas = Genesis.BaseFeePerGas,
            Transactions = transactions,
            HasWithdrawals = attributes.HasWithdrawals,
            BlobGasUsed = shape >= 3 ? 0 : null,
            ExcessBlobGas = shape >= 3 ? 0 : null,
            WithdrawalsRoot = shape >= 4 ? Genesis.WithdrawalsRoot : null,
            ParentBeaconBlockRoot = attributes.ParentBeaconBlockRoot,
        });
        var value = state.BlockValue ?? paying * BlockHashing.GasPerTransaction;
        return new(shape, block, WriteEnvelope(block, shape, value));
    }

    private static List<byte[]> Fill(Build build, ClientState state)
    {
        var attributes = build.Attributes;
        var transactions = attributes.Transactions.ToList();
        if (attributes.NoTxPool)
        {
            return transactions;
        }

        var ballast = Ballast(state.ExtraTransactionBytes, build.Parent.Number + 1).ToList();
        var capacity = (int)(attributes.GasLimit / BlockHashing.GasPerTransaction);
        var room = capacity - transactions.Count - ballast.Count - 1;
        transactions.AddRange(state.Chain.Mempool.Take(Math.Max(room, 0)));
        transactions.AddRange(ballast);
        if (state.Options.BlockMarker is { } marker)
        {
            transactions.Add(Marker(marker, build.Parent.Number + 1));
        }

        return transactions;
    }

    private static byte[] Marker(string marker, ulong number)
    {
        var text = Encoding.UTF8.GetBytes(marker);
        var transaction = new byte[1 + text.Length + sizeof(ulong)];
        transaction[0] = 2;
        text.CopyTo(transaction, 1);
        BinaryPrimitives.WriteUInt64BigEndian(transaction.AsSpan(1 + text.Length), number);
        return transaction;
    }

    private static IEnumerable<byte[]> Ballast(long byteCount, ulong number)
    {
        for (var left = byteCount; left > 0; left -= TransactionBytesMax)
        {
            // All different, and cheap: a hundred megabytes of seeded random numbers take half a second.
            var transaction = new byte[Math.Min(left, TransactionBytesMax)];
            transaction.AsSpan().Fill((byte)(number + 1));
            BitConverter.TryWriteBytes(transaction, left);
            transaction[0] = 2;
            yield return transaction;
        }
    }

    private static ReadOnlyMemory<byte> WriteEnvelope(SimulatedBlock block, int shape, ulong blockValue)
    {
        var capacity = (block.Transactions.Sum(transaction => (long)transaction.Length + 3) * 2) + 8192;
        var buffer = new ArrayBufferWriter<byte>((int)capacity);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("executionPayload"u8);
        PayloadJson.Write(writer, block);
        writer.WriteString("blockValue"u8, Hex.Quantity(blockValue));
        if (shape >= 3)
        {
            writer.WritePropertyName("blobsBundle"u8);
            writer.WriteRawValue("""{"commitments":[],"proofs":[],"blobs":[]}""");
            writer.WriteBoolean("shouldOverrideBuilder"u8, false);
            // The OP Stack's addition: op-node takes the root for its newPayload from here.
            writer.WriteString("parentBeaconBlockRoot"u8, block.ParentBeaconBlockRoot);
        }

        if (shape >= 4)
        {
            writer.WriteStartArray("executionRequests"u8);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
