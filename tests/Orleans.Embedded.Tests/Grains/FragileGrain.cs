namespace Orleans.Embedded.Tests;

/// <summary>Waits at a gate to be activated, and unless its key is "sturdy" fails the first time.</summary>
public sealed class FragileGrain(Stage stage) : Grain, IFragileGrain, IDisposable
{
    private bool _failToLeave;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var attempt = 1 + stage.Events.Count(what => what.StartsWith("-activation", StringComparison.Ordinal));
        await stage.PassAsync($"activation {attempt}", cancellationToken);
        if (attempt == 1 && this.GetPrimaryKeyString() != "sturdy")
        {
            throw new InvalidOperationException("activation 1 fails");
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_failToLeave)
        {
            stage.Note("deactivate");
            throw new InvalidOperationException("will not leave");
        }

        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;

    public Task PingOrLeave(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task LeaveBadly()
    {
        _failToLeave = true;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public void Dispose() => stage.Note("disposed");
}
