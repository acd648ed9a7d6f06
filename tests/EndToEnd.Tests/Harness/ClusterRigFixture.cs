namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>One cluster for a class whose tests leave nothing behind but blocks: gateways take time to start.</summary>
public abstract class ClusterRigFixture : IAsyncLifetime
{
    private ClusterRig? _rig;

    internal ClusterRig Rig => _rig!;

    public async Task InitializeAsync() => _rig = await StartAsync();

    public async Task DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    /// <summary>Starts the cluster of the class.</summary>
    private protected abstract Task<ClusterRig> StartAsync();
}
