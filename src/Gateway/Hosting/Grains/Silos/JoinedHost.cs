using Orleans.Clustering.Redis;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>A silo or client that has joined the cluster.</summary>
internal sealed class JoinedHost(IHost host, MemberPlan plan)
{
    private readonly ILocalSiloDetails? _silo = host.Services.GetService<ILocalSiloDetails>();
    private readonly IMembershipTable? _members = host.Services.GetService<IMembershipTable>();
    private bool _wasMissing;

    public MemberPlan Plan => plan;

    public IServiceProvider Services => host.Services;

    public IGrainFactory Grains { get; } = host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Pages of the Orleans dashboard.</summary>
    public RequestDelegate Pages { get; } = DashboardPages.Build(host.Services);

    /// <summary>
    /// Whether this silo is missing in the list of silos, as after Redis came back empty: those who come later do not see
    /// it, and it would not notice by itself. To be asked twice.
    /// </summary>
    public async Task<bool> IsForgottenAsync(TimeSpan timeout, TimeProvider time)
    {
        if (_silo is null || _members is null)
        {
            return false;
        }

        bool isMissing;
        try
        {
            var table = await _members.ReadAllAsync(CancellationToken.None).WaitAsync(timeout, time);
            isMissing = !table.Members.Any(member => member.Item1.SiloAddress.Equals(_silo.SiloAddress));
        }
        catch (RedisClusteringException)
        {
            // The list has no version: nobody has written to it since it was made, if it was.
            isMissing = true;
        }
        catch (Exception)
        {
            // Redis is away, which says nothing about what it holds.
            return false;
        }

        var isForgotten = isMissing && _wasMissing;
        _wasMissing = isMissing;
        return isForgotten;
    }

    /// <summary>Stops a host, whether or not its start came to an end, and gives back what it holds.</summary>
    public static async Task StopAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StopAsync(cancellationToken);
        }
        catch (InvalidOperationException) when (host.Services.GetService<ISiloLifecycleSubject>() is { } lifecycle)
        {
            // Orleans does not stop a silo that has not started to the end, and its ports would stay taken.
            await lifecycle.OnStop(cancellationToken);
        }
        finally
        {
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }
}
