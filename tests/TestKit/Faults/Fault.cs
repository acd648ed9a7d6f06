using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>One way for a simulated client to misbehave. Give it to <see cref="FaultPlan.On"/>.</summary>
/// <remarks>
/// A call goes through five points in this order: <c>Before</c>, <c>Instead</c> (or the client's own processing),
/// <c>Change</c>, <c>After</c>, <c>ChangeHttp</c>; then a writer sends the answer. Each fault overrides what it needs.
/// </remarks>
public abstract class Fault
{
    private protected Fault()
    {
    }

    /// <summary>Sends the answer its own way, or null for the ordinary way.</summary>
    internal virtual Func<HttpAnswer, FaultScope, Task>? Writer => null;

    /// <summary>
    /// Answers nothing and processes nothing until cleared; then goes on as a client that was frozen would.
    /// </summary>
    public static Fault Hang() => new WaitBeforeFault(ct => Task.Delay(Timeout.InfiniteTimeSpan, ct));

    /// <summary>Goes on when the test says so.</summary>
    public static Fault HoldUntil(Task gate) => new WaitBeforeFault(_ => gate);

    /// <summary>Is slow to process the call.</summary>
    public static Fault Delay(TimeSpan delay) => new WaitBeforeFault(ct => Task.Delay(delay, ct));

    /// <summary>Processes the call at once and is slow to answer.</summary>
    public static Fault DelayAnswer(TimeSpan delay) => new WaitAfterFault(ct => Task.Delay(delay, ct));

    /// <summary>Processes the call and answers when the test says so.</summary>
    public static Fault HoldAnswerUntil(Task gate) => new WaitAfterFault(_ => gate);

    /// <summary>Answers with an HTTP error instead of processing.</summary>
    public static Fault HttpStatus(int status, string body = "") => new RawAnswerFault(status, "text/plain", body);

    /// <summary>Answers with any bytes instead of processing.</summary>
    public static Fault RawAnswer(int status, string contentType, ReadOnlyMemory<byte> body) =>
        new RawAnswerFault(status, contentType, body);

    /// <summary>Answers with a JSON-RPC error instead of processing.</summary>
    public static Fault RpcError(int code, string message, JsonNode? data = null) =>
        AnswerWith(_ => RpcAnswer.Failed(code, message, data));

    /// <summary>Answers with a result of the test's making instead of processing.</summary>
    public static Fault ResultOf(JsonNode? result) => AnswerWith(_ => RpcAnswer.Of(result));

    /// <summary>Answers what the test computes instead of processing; null processes as usual.</summary>
    public static Fault AnswerWith(Func<ReceivedCall, RpcAnswer?> answer) =>
        new AnswerFault((call, _) => Task.FromResult(answer(call)));

    /// <summary>The same with time to think; the token fires when the caller goes away.</summary>
    public static Fault AnswerWith(Func<ReceivedCall, CancellationToken, Task<RpcAnswer?>> answer) =>
        new AnswerFault(answer);

    /// <summary>
    /// Answers newPayload or forkchoiceUpdated with this status, SYNCING for one, instead of processing.
    /// </summary>
    public static Fault Status(string status, string? validationError = null) =>
        AnswerWith(call => StatusAnswer.For(call, status, validationError));

    /// <summary>
    /// Processes and then changes the result. The function may change its argument in place and return it.
    /// </summary>
    public static Fault MutateResult(Func<JsonNode, JsonNode?> mutate, Consistency consistency = Consistency.AsIs) =>
        new MutateFault(mutate, consistency);

    /// <summary>Lies in a getPayload answer. See <see cref="PayloadLies"/> for the usual ones.</summary>
    public static Fault MutateEnvelope(Action<JsonObject> mutate, Consistency consistency) =>
        MutateResult(
            result =>
            {
                mutate(result.AsObject());
                return result;
            },
            consistency);

    /// <summary>Closes the connection instead of processing.</summary>
    public static Fault AbortOnArrival() => new AbortFault(processes: false, bodyBytes: null);

    /// <summary>
    /// Processes the call and closes the connection instead of answering: the effect stays, the answer is lost.
    /// </summary>
    public static Fault AbortBeforeAnswer() => new AbortFault(processes: true, bodyBytes: null);

    /// <summary>Closes the connection after this many bytes of a body announced in full.</summary>
    public static Fault AbortMidBody(int bytes = 10) => new AbortFault(processes: true, bytes);

    /// <summary>Sends the body slowly, a few bytes at a time.</summary>
    public static Fault DripBody(int bytesPerWrite, TimeSpan interval) => new DripFault(bytesPerWrite, interval);

    /// <summary>Cuts the body short in an otherwise correct HTTP answer: broken JSON.</summary>
    public static Fault TruncatedBody(int bytes) => new TruncateFault(bytes);

    /// <summary>
    /// A correct answer padded with white space to this many bytes, sent in chunks: only a size limit can tell.
    /// </summary>
    public static Fault OversizedBody(long bytes) => new OversizeFault(bytes);

    /// <summary>Compresses the answer, asked or not.</summary>
    public static Fault GzipBody() => new GzipFault();

    /// <summary>Several faults at once, in this order at each point.</summary>
    public static Fault All(params Fault[] faults) => new CombinedFault(faults);

    internal virtual Task BeforeAsync(FaultScope scope) => Task.CompletedTask;

    internal virtual Task<RpcAnswer?> InsteadAsync(FaultScope scope) => Task.FromResult<RpcAnswer?>(null);

    internal virtual RpcAnswer Change(RpcAnswer answer) => answer;

    internal virtual Task AfterAsync(FaultScope scope) => Task.CompletedTask;

    internal virtual HttpAnswer ChangeHttp(HttpAnswer answer) => answer;
}
