using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Contracts;

namespace Sidecar.TestKit;

/// <summary>
/// The three engine methods that make and move a chain (execution-apis, paris.md to osaka.md, with the OP Stack's
/// attributes).
/// </summary>
internal sealed class EngineMethods(ClientState state)
{
    public RpcAnswer ForkchoiceUpdated(JsonElement parameters, int version)
    {
        var forkchoice = RpcParameters.At(parameters, 0);
        var headHash = Hex.ReadHash(PayloadJson.Field(forkchoice, "headBlockHash"));
        if (headHash == Hex.ZeroHash)
        {
            return Updated(PayloadStatusJson.Invalid(null, "forkchoice requested update to zero hash"), null);
        }

        if (state.IsSyncing || state.Chain.Find(headHash) is not { } head)
        {
            return Updated(PayloadStatusJson.Of("SYNCING"), null);
        }

        var safe = Labelled(forkchoice, "safeBlockHash", head);
        var finalized = Labelled(forkchoice, "finalizedBlockHash", head);
        state.Chain.MoveHead(head);
        state.Chain.MoveSafe(safe ?? state.Chain.Safe);
        state.Chain.MoveFinalized(finalized ?? state.Chain.Finalized);

        // paris.md, engine_forkchoiceUpdatedV1 (8): bad attributes do not undo the update, so they are read last.
        var payloadId = StartBuild(RpcParameters.OptionalAt(parameters, 1), head, version);
        return Updated(PayloadStatusJson.Of("VALID", head.Hash), payloadId);
    }

    public RpcAnswer GetPayload(JsonElement parameters, int version)
    {
        if (state.Options.OnlyGetPayloadVersion is { } only && only != version)
        {
            throw new RpcException(EngineErrorCodes.UnsupportedFork, "Unsupported fork");
        }

        var payloadId = Hex.ReadData(RpcParameters.At(parameters, 0));
        if (state.Builds.Find(payloadId) is not { } build)
        {
            throw new RpcException(EngineErrorCodes.UnknownPayload, "Unknown payload");
        }

        // V5 differs from V4 in the blobs bundle only, and the OP Stack has no blobs.
        var shape = Math.Min(version, 4);
        if (build.Attributes.ParentBeaconBlockRoot is null != shape < 3)
        {
            throw new RpcException(EngineErrorCodes.UnsupportedFork, "Unsupported fork");
        }

        build.Sealed ??= BlockAssembly.Seal(build, shape, state);
        if (build.Sealed.Shape != shape)
        {
            throw new RpcException(EngineErrorCodes.UnsupportedFork, "Unsupported fork");
        }

        return RpcAnswer.OfBytes(build.Sealed.Envelope);
    }

    public RpcAnswer NewPayload(JsonElement parameters, int version)
    {
        RpcParameters.RequireCount(parameters, version switch { >= 4 => 4, 3 => 3, _ => 1 });
        var beaconRoot = version >= 3 ? Hex.ReadHash(RpcParameters.At(parameters, 2)) : null;
        var block = PayloadJson.Read(RpcParameters.At(parameters, 0), beaconRoot);
        var actualHash = BlockHashing.HashOf(block);
        if (actualHash != block.Hash)
        {
            var mismatch = $"blockhash mismatch, want {actualHash}, got {block.Hash}";
            return RpcAnswer.Of(PayloadStatusJson.Invalid(null, mismatch));
        }

        if (state.IsSyncing || state.Chain.Find(block.ParentHash) is not { } parent)
        {
            return RpcAnswer.Of(PayloadStatusJson.Of("SYNCING"));
        }

        if (state.Chain.Find(block.Hash) is not null)
        {
            return RpcAnswer.Of(PayloadStatusJson.Of("VALID", block.Hash));
        }

        if (Fault(block, parent) is { } fault)
        {
            return RpcAnswer.Of(PayloadStatusJson.Invalid(parent.Hash, fault));
        }

        state.Chain.Add(block);
        return RpcAnswer.Of(PayloadStatusJson.Of("VALID", block.Hash));
    }

    private static RpcAnswer Updated(JsonObject payloadStatus, string? payloadId) =>
        RpcAnswer.Of(new JsonObject { ["payloadStatus"] = payloadStatus, ["payloadId"] = payloadId });

    private static string? Fault(SimulatedBlock block, SimulatedBlock parent)
    {
        var executed = BlockHashing.WithRoots(block);
        return (block.Number != parent.Number + 1, block.Timestamp <= parent.Timestamp) switch
        {
            (true, _) => "invalid block number",
            (_, true) => "timestamp older than parent",
            _ when block.GasUsed != executed.GasUsed => "invalid gas used",
            _ when block.GasUsed > block.GasLimit => "gas limit exceeded",
            _ when block.StateRoot != executed.StateRoot => "invalid merkle root",
            _ when block.ReceiptsRoot != executed.ReceiptsRoot => "invalid receipt root hash",
            _ => null,
        };
    }

    private SimulatedBlock? Labelled(JsonElement forkchoice, string name, SimulatedBlock head)
    {
        var hash = Hex.ReadHash(PayloadJson.Field(forkchoice, name));
        if (hash == Hex.ZeroHash)
        {
            return null;
        }

        // Only an ancestor of the head may be safe or final.
        return state.Chain.Ancestry(head).FirstOrDefault(block => block.Hash == hash)
            ?? throw new RpcException(EngineErrorCodes.InvalidForkchoiceState, $"invalid forkchoice state: {name}");
    }

    private string? StartBuild(JsonElement attributesJson, SimulatedBlock head, int version)
    {
        if (attributesJson.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        var attributes = BuildAttributes.Read(attributesJson, version);
        if (attributes.Timestamp <= head.Timestamp)
        {
            throw new RpcException(
                EngineErrorCodes.InvalidPayloadAttributes, "invalid timestamp in payload attributes");
        }

        return state.Builds.Start(head, attributes).PayloadId;
    }
}
