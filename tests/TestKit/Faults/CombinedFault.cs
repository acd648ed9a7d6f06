namespace Sidecar.TestKit;

internal sealed class CombinedFault(IReadOnlyList<Fault> faults) : Fault
{
    internal override Func<HttpAnswer, FaultScope, Task>? Writer =>
        faults.Select(fault => fault.Writer).FirstOrDefault(writer => writer is not null);

    internal override async Task BeforeAsync(FaultScope scope)
    {
        foreach (var fault in faults)
        {
            await fault.BeforeAsync(scope);
        }
    }

    internal override async Task<RpcAnswer?> InsteadAsync(FaultScope scope)
    {
        foreach (var fault in faults)
        {
            if (await fault.InsteadAsync(scope) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    internal override RpcAnswer Change(RpcAnswer answer) =>
        faults.Aggregate(answer, (changed, fault) => fault.Change(changed));

    internal override async Task AfterAsync(FaultScope scope)
    {
        foreach (var fault in faults)
        {
            await fault.AfterAsync(scope);
        }
    }

    internal override HttpAnswer ChangeHttp(HttpAnswer answer) =>
        faults.Aggregate(answer, (changed, fault) => fault.ChangeHttp(changed));
}
