using Sidecar.Gateway.Builders;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>The newPayload walk (design §4): local's answer is the answer; the same bytes go to the builder's lane.</summary>
internal sealed class NewPayloadHandler(
    LocalClients local, IBuilderRelay builder, LocalTimeouts timeouts, TimeProvider time)
{
    /// <summary>Answers one newPayload.</summary>
    /// <param name="call">The caller's request; its bytes must stay valid until the answer is there.</param>
    /// <param name="body">The lease behind the request's bytes.</param>
    public async Task<JsonRpcAnswer> HandleAsync(JsonRpcCall call, BodyLease body)
    {
        var localTask = local.Engine.SendAsync(
            new UpstreamRequest(
                UpstreamMethod.NewPayload, JsonSplice.Of(call.Raw), Deadline.After(time, timeouts.Engine), RetryOnce: true),
            CancellationToken.None);
        if (NewPayloadParams.TryRead(call.Params, out var parameters))
        {
            builder.Follow(new NewPayloadCall(parameters, call.Raw, body.Share()));
        }

        return LocalAnswers.From(await localTask, call);
    }
}
