namespace Sidecar.Gateway.Page.Api;

/// <summary>Knows the processes that host grains, where they are not the gateways themselves.</summary>
internal interface ISiloList
{
    /// <summary>The silos; null if they cannot be told now.</summary>
    ValueTask<IReadOnlyList<SiloView>?> ReadAsync(CancellationToken cancellationToken);
}
