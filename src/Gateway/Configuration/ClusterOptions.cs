using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>What gateways share, and how long each waits for it.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>
    /// First part of every Redis key, default sidecar: clusters with different ones can use the same Redis.
    /// </summary>
    public string ServiceId { get; set; } = "sidecar";

    /// <summary>
    /// Which silos know each other, default sidecar. Silos with another one share the state of the same
    /// <see cref="ServiceId"/> but not the work. Means nothing to the embedded engine.
    /// </summary>
    public string ClusterId { get; set; } = "sidecar";

    /// <summary>Where the grains are that this gateway calls. Default inside: in a silo of its own.</summary>
    public SiloPlace Silo { get; set; } = SiloPlace.Inside;

    /// <summary>
    /// Name of this gateway, unlike that of every other one. Default: the host's name and the engine port, or the
    /// process id when the port is picked at start.
    /// </summary>
    public string GatewayId { get; set; } = "";

    /// <summary>Name of the builder, the same at every gateway that uses it. Default builder.</summary>
    public string BuilderId { get; set; } = "builder";

    /// <summary>The chain. No default: local is asked with eth_chainId.</summary>
    public ulong? ChainId { get; set; }

    /// <summary>
    /// Longest wait for the cluster inside one call of op-node. Default 50 ms: ten times what a healthy Redis in the
    /// same data centre takes, a twentieth of the time for getPayload.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:05")]
    public TimeSpan CallBudget { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How often the cluster is asked for the execution mode and for signs of life. Default 200 ms: a mode holds
    /// everywhere within half a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long a gateway that asked the builder for a block is the only one that writes to it. Default 5 s: two
    /// blocks of the slowest chains, and short enough for a new leader.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:10:00")]
    public TimeSpan WriterLease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long that gateway goes on writing when it loses the cluster. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan WriterGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long builds and decisions are kept. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan StateAgeMax { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the bytes of an answer are kept. Default 2 min: op-node asks again within seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PayloadAgeMax { get; set; } = TimeSpan.FromMinutes(2);
}
