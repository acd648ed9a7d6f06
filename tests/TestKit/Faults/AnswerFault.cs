namespace Sidecar.TestKit;

internal sealed class AnswerFault(Func<ReceivedCall, CancellationToken, Task<RpcAnswer?>> answer) : Fault
{
    internal override Task<RpcAnswer?> InsteadAsync(FaultScope scope) => answer(scope.Call, scope.Aborted);
}
