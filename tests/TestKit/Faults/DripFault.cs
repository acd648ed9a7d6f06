namespace Sidecar.TestKit;

internal sealed class DripFault(int bytesPerWrite, TimeSpan interval) : Fault
{
    internal override Func<HttpAnswer, FaultScope, Task>? Writer => DripAsync;

    private async Task DripAsync(HttpAnswer answer, FaultScope scope)
    {
        var response = scope.Http.Response;
        AnswerWriter.WriteHead(response, answer, answer.Body.Length);
        for (var rest = answer.Body; !rest.IsEmpty; rest = rest[Math.Min(bytesPerWrite, rest.Length)..])
        {
            await response.Body.WriteAsync(rest[..Math.Min(bytesPerWrite, rest.Length)], scope.Aborted);
            await response.Body.FlushAsync(scope.Aborted);
            await scope.WaitAsync(ct => Task.Delay(interval, ct));
        }
    }
}
