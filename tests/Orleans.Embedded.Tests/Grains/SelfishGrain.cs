namespace Orleans.Embedded.Tests;

public sealed class SelfishGrain : Grain, ISelfishGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        GrainFactory.GetGrain<ISelfishGrain>(this.GetPrimaryKeyString()).Ping();

    public Task Ping() => Task.CompletedTask;
}
