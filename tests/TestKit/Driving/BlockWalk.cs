using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>One block's way through the four calls.</summary>
internal sealed class BlockWalk(OpNodeDriver driver, BlockRequest request, ChainPoint parent)
{
    private readonly Dictionary<BlockStep, EngineCall> _calls = [];
    private readonly JsonObject _attributes = driver.Attributes(parent, request);
    private readonly int _version = request.GetPayloadVersion ?? driver.GetPayloadVersion;
    private string? _payloadId;
    private JsonElement _payload;

    public async Task<BlockResult> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var step in Enum.GetValues<BlockStep>())
        {
            await (request.BeforeStep?.Invoke(step) ?? Task.CompletedTask);
            var call = await CallAsync(step, cancellationToken);
            _calls[step] = call;
            var failure = call.Succeeded ? Check(step, call) : call.ToString();
            if (failure is not null)
            {
                return Result() with { FailedAt = step, Failure = failure };
            }
        }

        return Result();
    }

    private async Task<EngineCall> CallAsync(BlockStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case BlockStep.StartBuild:
                return await driver.ForkchoiceUpdatedAsync(
                    parent.Hash, _attributes, ForkVersions.ForkchoiceUpdated(_version), cancellationToken);
            case BlockStep.GetPayload:
                await Task.Delay(request.BuildTime ?? driver.BuildTime, cancellationToken);
                return await driver.GetPayloadAsync(_payloadId!, _version, cancellationToken);
            case BlockStep.NewPayload:
                return await driver.NewPayloadAsync(
                    _payload, BeaconRoot(), ForkVersions.NewPayload(_version), cancellationToken);
            default:
                // Without attributes op-node sends V3 on every fork.
                return await driver.ForkchoiceUpdatedAsync(Result().Hash, null, 3, cancellationToken);
        }
    }

    /// <summary>Null when the answer is what op-node needs to go on.</summary>
    private string? Check(BlockStep step, EngineCall call)
    {
        switch (step)
        {
            case BlockStep.StartBuild:
                _payloadId = PayloadJson.Field(call.Result, "payloadId") is { ValueKind: JsonValueKind.String } id
                    ? id.GetString()
                    : null;
                return StatusFailure(PayloadJson.Field(call.Result, "payloadStatus"))
                    ?? (_payloadId is null ? "payloadId is null" : null);
            case BlockStep.GetPayload:
                _payload = PayloadJson.Field(call.Result, "executionPayload");
                return _payload.ValueKind == JsonValueKind.Object ? null : "no executionPayload";
            case BlockStep.NewPayload:
                return StatusFailure(call.Result);
            default:
                return StatusFailure(PayloadJson.Field(call.Result, "payloadStatus"));
        }
    }

    private static string? StatusFailure(JsonElement payloadStatus) =>
        PayloadJson.Field(payloadStatus, "status") is { ValueKind: JsonValueKind.String } status
        && status.ValueEquals("VALID"u8)
            ? null
            : $"payload status {(payloadStatus.ValueKind == JsonValueKind.Undefined ? "missing" : payloadStatus)}";

    private string? BeaconRoot()
    {
        // EthereumJS, made for L1, has no root in its envelope; L1 clients take it from the attributes as well.
        var envelope = _calls[BlockStep.GetPayload].Result;
        return PayloadJson.IsSet(envelope, "parentBeaconBlockRoot", out var root)
            ? root.GetString()
            : (string?)_attributes["parentBeaconBlockRoot"];
    }

    private BlockResult Result() => new()
    {
        Attributes = _attributes,
        Calls = new Dictionary<BlockStep, EngineCall>(_calls),
        PayloadId = _payloadId,
        Payload = _payload,
    };
}
