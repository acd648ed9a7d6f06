namespace Sidecar.TestKit;

internal sealed class OversizeFault(long bytes) : Fault
{
    internal override Func<HttpAnswer, FaultScope, Task>? Writer => PadAsync;

    private async Task PadAsync(HttpAnswer answer, FaultScope scope)
    {
        var response = scope.Http.Response;
        AnswerWriter.WriteHead(response, answer, contentLength: null);
        await response.Body.WriteAsync(answer.Body, scope.Aborted);

        var spaces = new byte[64 << 10];
        spaces.AsSpan().Fill((byte)' ');
        for (var left = bytes - answer.Body.Length; left > 0; left -= spaces.Length)
        {
            await response.Body.WriteAsync(spaces.AsMemory(0, (int)Math.Min(left, spaces.Length)), scope.Aborted);
        }
    }
}
