namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>One rig for a class whose tests are many and leave nothing behind but blocks.</summary>
public class RigFixture : IAsyncLifetime
{
    private Rig? _rig;

    internal Rig Rig => _rig!;

    /// <summary>Flags of the gateway.</summary>
    protected virtual string[] Flags => [];

    public async Task InitializeAsync() => _rig = await Rig.StartAsync(Flags);

    public async Task DisposeAsync() => await Rig.DisposeAsync();
}
