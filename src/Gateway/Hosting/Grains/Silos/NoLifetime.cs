namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>The inner host lives as long as the outer one says; signals are the outer one's.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
