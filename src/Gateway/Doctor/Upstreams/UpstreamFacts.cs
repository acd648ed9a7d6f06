namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>What the checks of one client have learnt. Written by one check at a time, in order.</summary>
internal sealed class UpstreamFacts
{
    /// <summary>The first answer: to eth_chainId.</summary>
    public ProbeReply? Contact { get; set; }

    /// <summary>By how much its clock is ahead of ours; null if it does not tell.</summary>
    public TimeSpan? Skew { get; set; }

    public ulong? ChainId { get; set; }

    /// <summary>Hash of block 0; null if it does not have the block.</summary>
    public string? Genesis { get; set; }

    public HeadFacts? Head { get; set; }

    /// <summary>Null if it does not tell.</summary>
    public bool? IsSyncing { get; set; }

    /// <summary>The Engine API methods that it says it knows.</summary>
    public IReadOnlySet<string>? Methods { get; set; }
}
