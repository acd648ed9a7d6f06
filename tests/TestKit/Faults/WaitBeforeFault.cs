namespace Sidecar.TestKit;

internal sealed class WaitBeforeFault(Func<CancellationToken, Task> wait) : Fault
{
    internal override Task BeforeAsync(FaultScope scope) => scope.WaitAsync(wait);
}
