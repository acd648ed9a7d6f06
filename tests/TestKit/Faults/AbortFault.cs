namespace Sidecar.TestKit;

internal sealed class AbortFault(bool processes, int? bodyBytes) : Fault
{
    internal override Func<HttpAnswer, FaultScope, Task>? Writer => AbortAsync;

    internal override Task<RpcAnswer?> InsteadAsync(FaultScope scope) =>
        Task.FromResult(processes ? null : RpcAnswer.Of(null));

    private async Task AbortAsync(HttpAnswer answer, FaultScope scope)
    {
        if (bodyBytes is { } bytes)
        {
            var response = scope.Http.Response;
            AnswerWriter.WriteHead(response, answer, answer.Body.Length);
            await response.Body.WriteAsync(answer.Body[..Math.Min(bytes, answer.Body.Length - 1)], scope.Aborted);
            await response.Body.FlushAsync(scope.Aborted);
        }

        scope.Http.Abort();
    }
}
