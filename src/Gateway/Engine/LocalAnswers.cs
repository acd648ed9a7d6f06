using System.Diagnostics;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>Turns replies of local into answers to the caller.</summary>
internal static class LocalAnswers
{
    /// <summary>Local's answer as it came. Takes over the reply's lease.</summary>
    /// <remarks>
    /// Where there is none we must not invent one: op-node takes any HTTP error for a passing fault, and op-batcher
    /// shuts itself down on some JSON-RPC codes but not on these.
    /// </remarks>
    public static JsonRpcAnswer From(UpstreamReply reply, JsonRpcCall call)
    {
        if (reply.Body is { } body)
        {
            return new JsonRpcAnswer(JsonSplice.Of(body.Bytes), body)
            {
                StatusCode = reply.StatusCode,
                ContentType = reply.ContentType,
                ContentEncoding = reply.ContentEncoding,
            };
        }

        return Failed(reply.Failure, call);
    }

    /// <summary>The answer when local gave none.</summary>
    public static JsonRpcAnswer Failed(UpstreamFailure failure, JsonRpcCall call) => failure switch
    {
        UpstreamFailure.TimedOut or UpstreamFailure.Canceled => JsonRpcAnswer.Error(
            call.Id, EngineErrorCodes.ServerError, "The local execution client did not answer in time.",
            StatusCodes.Status504GatewayTimeout),
        UpstreamFailure.Unreachable => JsonRpcAnswer.Error(
            call.Id, EngineErrorCodes.ServerError, "The local execution client cannot be reached.",
            StatusCodes.Status502BadGateway),
        UpstreamFailure.TooLarge => JsonRpcAnswer.Error(
            call.Id, EngineErrorCodes.ResponseTooLarge, "The local execution client's answer is over the size limit."),
        _ => throw new UnreachableException(),
    };
}
