using Microsoft.AspNetCore.Http;

namespace Sidecar.TestKit;

/// <summary>Where a fault strikes: the call, the connection, and when to let go.</summary>
/// <param name="Cleared">Fires when the rule is cleared; the call then goes on as if there had been no fault.</param>
internal sealed record FaultScope(ReceivedCall Call, HttpContext Http, CancellationToken Cleared)
{
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>
    /// Waits for the task, until the fault is cleared; throws when the caller or the client goes away.
    /// </summary>
    public async Task WaitAsync(Func<CancellationToken, Task> wait)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Cleared, Aborted);
        try
        {
            await wait(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Aborted.ThrowIfCancellationRequested();
        }
    }
}
