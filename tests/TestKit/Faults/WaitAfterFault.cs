namespace Sidecar.TestKit;

internal sealed class WaitAfterFault(Func<CancellationToken, Task> wait) : Fault
{
    internal override Task AfterAsync(FaultScope scope) => scope.WaitAsync(wait);
}
