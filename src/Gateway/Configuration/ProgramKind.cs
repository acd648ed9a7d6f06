namespace Sidecar.Gateway.Configuration;

/// <summary>A program that takes options from the catalog: its name, which it takes, and what is different for it.</summary>
internal sealed record ProgramKind(string Name, string Summary, Func<OptionEntry, bool> Takes)
{
    private const string OperationsPort = "Operations:Port";

    public static readonly ProgramKind Gateway = new(
        "Sidecar.Gateway",
        """
        A gateway between op-node and its execution client that lets an external builder make the block.
        Stands in for rollup-boost: its flags and environment names work too, and are shown here.
        """,
        _ => true);

    /// <summary>Its options are some of the gateway's, so that one file and one environment can serve both.</summary>
    public static readonly ProgramKind Silo = new(
        "Sidecar.Silo",
        """
        A process that hosts the grains of a cluster of gateways, for gateways started with --cluster-silo client.
        Takes some of the options of the gateway; what else a shared file or environment has is read but not used.
        """,
        entry => entry.Section is SiloOptions.Section or RedisOptions.Section or BreakerOptions.Section
                or OperationsOptions.Section or LogOptions.Section
            || entry.Key is "Cluster:ServiceId" or "Cluster:ClusterId" or "Cluster:GatewayId" or "Cluster:WriterLease"
                or "Cluster:StateAgeMax" or "Engine:ShutdownTimeout");

    public bool IsSilo => this == Silo;

    public IEnumerable<OptionEntry> Options => OptionCatalog.All.Where(Takes);

    /// <summary>Both programs may run side by side on one machine.</summary>
    public int OperationsPortDefault => IsSilo ? 5556 : 5555;

    public string DefaultText(OptionEntry entry) =>
        IsSilo && entry.Key == OperationsPort ? "5556" : EffectiveSettings.DefaultText(entry);
}
