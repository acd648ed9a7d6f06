using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Contracts;

namespace Sidecar.TestKit;

/// <summary>From a method's name to its answer, one call at a time.</summary>
internal sealed class RpcDispatcher(ClientState state, Conditions changed)
{
    private static readonly string[] Capabilities =
    [
        "engine_forkchoiceUpdatedV1", "engine_forkchoiceUpdatedV2", "engine_forkchoiceUpdatedV3",
        "engine_getPayloadV2", "engine_getPayloadV3", "engine_getPayloadV4", "engine_getPayloadV5",
        "engine_newPayloadV1", "engine_newPayloadV2", "engine_newPayloadV3", "engine_newPayloadV4",
        "engine_getClientVersionV1",
    ];

    private readonly EngineMethods _engine = new(state);
    private readonly EthMethods _eth = new(state);

    public RpcAnswer Answer(string method, JsonElement parameters)
    {
        RpcAnswer answer;
        lock (state.Gate)
        {
            answer = AnswerUnderGate(method, parameters);
        }

        changed.Pulse();
        return answer;
    }

    private RpcAnswer AnswerUnderGate(string method, JsonElement parameters)
    {
        try
        {
            return Engine(method, parameters)
                ?? _eth.Answer(method, parameters)
                ?? Miner(method, parameters)
                ?? RpcAnswer.Failed(
                    EngineErrorCodes.MethodNotFound, $"the method {method} does not exist/is not available");
        }
        catch (RpcException refusal)
        {
            return RpcAnswer.Failed(refusal.Code, refusal.Message);
        }
        catch (InvalidOperationException wrongKind)
        {
            // JsonElement throws it for a number where a string belongs, and the like.
            return RpcAnswer.Failed(EngineErrorCodes.InvalidParams, wrongKind.Message);
        }
    }

    private RpcAnswer? Engine(string method, JsonElement parameters)
    {
        switch (method)
        {
            case "engine_exchangeCapabilities":
                return RpcAnswer.Of(new JsonArray([.. Capabilities.Select(name => JsonValue.Create(name))]));
            case "engine_getClientVersionV1":
                return RpcAnswer.Of(new JsonArray(new JsonObject
                {
                    ["code"] = "SC",
                    ["name"] = state.Options.Name,
                    ["version"] = "v0.1.0",
                    ["commit"] = "0x00000000",
                }));
            default:
                return Versioned(method, parameters);
        }
    }

    private RpcAnswer? Versioned(string method, JsonElement parameters)
    {
        if (!Capabilities.Contains(method))
        {
            return null;
        }

        var version = int.Parse(method.AsSpan(method.Length - 1), CultureInfo.InvariantCulture);
        return method[..^2] switch
        {
            "engine_forkchoiceUpdated" => _engine.ForkchoiceUpdated(parameters, version),
            "engine_getPayload" => _engine.GetPayload(parameters, version),
            "engine_newPayload" => _engine.NewPayload(parameters, version),
            _ => null,
        };
    }

    private RpcAnswer? Miner(string method, JsonElement parameters)
    {
        if (method is not ("miner_setMaxDASize" or "miner_setGasLimit" or "miner_setExtra" or "miner_setGasPrice"))
        {
            return null;
        }

        state.MinerSettings[method] = parameters.ValueKind == JsonValueKind.Undefined ? parameters : parameters.Clone();
        return RpcAnswer.Of(true);
    }
}
