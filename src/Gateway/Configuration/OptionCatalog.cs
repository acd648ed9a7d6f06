using System.Collections.Frozen;

namespace Sidecar.Gateway.Configuration;

/// <summary>The one table of all options. Readers, help, documentation and error texts are made from it.</summary>
internal static partial class OptionCatalog
{
    /// <summary>What works without a token unless configured: op-conductor and op-batcher send none.</summary>
    public static readonly IReadOnlyList<string> MethodsWithoutTokenDefault =
        ["eth_getBlockByNumber", "eth_chainId", "net_peerCount", "admin_peers", "miner_setMaxDASize"];

    /// <summary>Sections in the order of the help, and what each is about.</summary>
    public static readonly IReadOnlyList<(string Section, string Title)> Sections =
    [
        (LocalOptions.Section, "the sequencer's own execution client"),
        (BuilderOptions.Section, "the external builder; without its URL the gateway is a transparent proxy"),
        (EngineOptions.Section, "the port that op-node and op-conductor talk to"),
        (SelectionOptions.Section, "which of two valid blocks is answered"),
        (HealthOptions.Section, "what /healthz is made of"),
        (BoostSyncOptions.Section, "what is relayed to the builder off the reply path"),
        (BuildsOptions.Section, "what is remembered of builds and answers"),
        (ClusterOptions.Section, "what gateways share, and how long each waits for it"),
        (SiloOptions.Section,
            "where this process' silo listens (Orleans engine only); whoever reaches it is trusted"),
        (RedisOptions.Section, "where the cluster's state is kept; without an endpoint in memory, for one gateway"),
        (BreakerOptions.Section, "when all gateways leave a failing builder alone"),
        (OperationsOptions.Section, "the port of the debug API"),
        (MetricsOptions.Section, "the Prometheus port"),
        (TracingOptions.Section, "traces of builds, exported over OTLP"),
        (LogOptions.Section, "log lines"),
    ];

    public static readonly IReadOnlyList<OptionEntry> All =
        [.. Upstreams, .. EnginePort, .. Rules, .. Limits, .. Shared, .. OtherPorts];

    private static readonly FrozenDictionary<string, OptionEntry> ByKey =
        All.ToFrozenDictionary(entry => entry.Key, StringComparer.OrdinalIgnoreCase);

    public static OptionEntry Get(string key) => ByKey[key];

    public static OptionEntry? Find(string key) => ByKey.GetValueOrDefault(key);

    public static IEnumerable<OptionEntry> InSection(string section) => All.Where(entry => entry.Section == section);
}
