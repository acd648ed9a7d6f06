using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>A block as the eth_ methods show it.</summary>
internal static class HeaderJson
{
    private const string NoUncles = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
    private const string NoRequests = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static JsonObject Write(SimulatedBlock block, bool fullTransactions)
    {
        var json = new JsonObject
        {
            ["number"] = Hex.Quantity(block.Number),
            ["hash"] = block.Hash,
            ["parentHash"] = block.ParentHash,
            ["nonce"] = "0x0000000000000000",
            ["sha3Uncles"] = NoUncles,
            ["logsBloom"] = block.LogsBloom,
            ["transactionsRoot"] = BlockHashing.TransactionsRoot(block.Transactions),
            ["stateRoot"] = block.StateRoot,
            ["receiptsRoot"] = block.ReceiptsRoot,
            ["miner"] = block.FeeRecipient,
            ["difficulty"] = "0x0",
            ["extraData"] = block.ExtraData,
            ["size"] = Hex.Quantity(512 + (ulong)block.Transactions.Sum(transaction => (long)transaction.Length)),
            ["gasLimit"] = Hex.Quantity(block.GasLimit),
            ["gasUsed"] = Hex.Quantity(block.GasUsed),
            ["timestamp"] = Hex.Quantity(block.Timestamp),
            ["mixHash"] = block.PrevRandao,
            ["baseFeePerGas"] = Hex.Quantity(block.BaseFeePerGas),
            ["uncles"] = new JsonArray(),
            ["transactions"] = Transactions(block, fullTransactions),
        };
        AddForkFields(json, block);
        return json;
    }

    private static void AddForkFields(JsonObject json, SimulatedBlock block)
    {
        if (block.HasWithdrawals)
        {
            json["withdrawals"] = new JsonArray();
        }

        if (block.ParentBeaconBlockRoot is { } beaconRoot)
        {
            json["blobGasUsed"] = Hex.Quantity(block.BlobGasUsed ?? 0);
            json["excessBlobGas"] = Hex.Quantity(block.ExcessBlobGas ?? 0);
            json["parentBeaconBlockRoot"] = beaconRoot;
        }

        if (block.WithdrawalsRoot is { } withdrawalsRoot)
        {
            json["withdrawalsRoot"] = withdrawalsRoot;
            json["requestsHash"] = NoRequests;
        }
    }

    private static JsonArray Transactions(SimulatedBlock block, bool full)
    {
        var array = new JsonArray();
        for (var index = 0; index < block.Transactions.Count; index++)
        {
            var transaction = block.Transactions[index];
            JsonNode node = full
                ? Transaction(block, transaction, index)
                : BlockHashing.TransactionHash(transaction);
            array.Add(node);
        }

        return array;
    }

    private static JsonObject Transaction(SimulatedBlock block, byte[] transaction, int index) => new()
    {
        ["hash"] = BlockHashing.TransactionHash(transaction),
        ["type"] = Hex.Quantity(transaction[0]),
        ["blockHash"] = block.Hash,
        ["blockNumber"] = Hex.Quantity(block.Number),
        ["transactionIndex"] = Hex.Quantity((ulong)index),
        ["from"] = "0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001",
        ["to"] = "0x4200000000000000000000000000000000000015",
        ["gas"] = Hex.Quantity(BlockHashing.GasPerTransaction),
        ["gasPrice"] = "0x0",
        ["nonce"] = "0x0",
        ["value"] = "0x0",
        ["input"] = Hex.Data(transaction),
    };
}
