using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Endpoint;

/// <summary>Answers a batch that has a member with a walk of its own: one by one, in order, ids kept.</summary>
internal sealed class BatchHandler(CallRouter router, IOptions<EngineOptions> options)
{
    /// <summary>Answers the members in order, on the thread of their caller's connection.</summary>
    public JsonRpcAnswer Answer(IReadOnlyList<JsonRpcCall> calls, BodyLease body)
    {
        var answers = new PooledBody(0);
        var separator = (byte)'[';
        foreach (var call in calls)
        {
            using var answer = answers.Length > options.Value.BodyBytesMax
                ? JsonRpcAnswer.Error(call.Id, EngineErrorCodes.ResponseTooLarge, "The batch's answer is over the size limit.")
                : AnswerMember(call, body);
            if (!call.IsReadable || !call.IsNotification)
            {
                answers.Write([separator]);
                answer.Content.CopyTo(answers);
                separator = (byte)',';
            }
        }

        // A batch of notifications gets no answer, not an empty list (JSON-RPC 2.0, section 6).
        answers.Write(answers.Length == 0 ? default : "]"u8);
        var lease = answers.Complete();
        return new JsonRpcAnswer(JsonSplice.Of(lease.Bytes), lease);
    }

    private JsonRpcAnswer AnswerMember(JsonRpcCall call, BodyLease body)
    {
        if (!call.IsReadable)
        {
            return Refusal.InvalidRequest.ToAnswer(default);
        }

        var answer = router.Answer(call, body);
        if (answer.IsJsonRpc && JsonSplices.IsObject(answer.Content))
        {
            return answer;
        }

        // A member has no HTTP status of its own, so what is not a JSON-RPC answer becomes an error that says so.
        var failure = answer.StatusCode;
        answer.Dispose();
        return JsonRpcAnswer.Error(
            call.Id, EngineErrorCodes.ServerError, $"The local execution client gave no answer (HTTP {failure}).");
    }
}
