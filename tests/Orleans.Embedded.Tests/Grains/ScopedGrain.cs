namespace Orleans.Embedded.Tests;

public sealed class ScopedGrain(ScopedNoter noter) : Grain, IScopedGrain
{
    public Task Leave()
    {
        Assert.NotNull(noter);
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
