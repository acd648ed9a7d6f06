using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Contracts;

namespace Sidecar.TestKit;

/// <summary>The eth_ and net_ methods that op-node, op-conductor and op-batcher use on an engine port.</summary>
internal sealed class EthMethods(ClientState state)
{
    public RpcAnswer? Answer(string method, JsonElement parameters) => method switch
    {
        "eth_chainId" => RpcAnswer.Of(Hex.Quantity(state.Options.ChainId)),
        "eth_blockNumber" => RpcAnswer.Of(Hex.Quantity(state.Chain.Head.Number)),
        "eth_getBlockByNumber" => Block(ByNumber(RpcParameters.At(parameters, 0)), parameters),
        "eth_getBlockByHash" => Block(state.Chain.Find(Hex.ReadHash(RpcParameters.At(parameters, 0))), parameters),
        "eth_syncing" => RpcAnswer.Of(Syncing()),
        "eth_sendRawTransaction" or "eth_sendRawTransactionConditional" => SendTransaction(parameters),
        "net_peerCount" => RpcAnswer.Of("0x1"),
        "admin_peers" => RpcAnswer.Of(new JsonArray(new JsonObject { ["name"] = "simulated" })),
        _ => null,
    };

    private static RpcAnswer Block(SimulatedBlock? block, JsonElement parameters)
    {
        var full = RpcParameters.OptionalAt(parameters, 1).ValueKind == JsonValueKind.True;
        return RpcAnswer.Of(block is null ? null : HeaderJson.Write(block, full));
    }

    private SimulatedBlock? ByNumber(JsonElement label) => label.GetString() switch
    {
        "latest" or "pending" => state.Chain.Head,
        "safe" => state.Chain.Safe,
        "finalized" => state.Chain.Finalized,
        "earliest" => state.Chain.Genesis,
        _ => state.Chain.FindCanonical(Hex.ReadQuantity(label)),
    };

    private RpcAnswer SendTransaction(JsonElement parameters)
    {
        var transaction = Hex.ReadBytes(RpcParameters.At(parameters, 0));
        return transaction.Length > 0
            ? RpcAnswer.Of(state.Chain.AddTransaction(transaction))
            : throw new RpcException(EngineErrorCodes.ServerError, "typed transaction too short");
    }

    private JsonNode Syncing()
    {
        if (!state.IsSyncing)
        {
            return false;
        }

        var head = Hex.Quantity(state.Chain.Head.Number);
        return new JsonObject { ["startingBlock"] = "0x0", ["currentBlock"] = head, ["highestBlock"] = head };
    }
}
