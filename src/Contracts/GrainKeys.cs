using System.Globalization;

namespace Sidecar.Contracts;

/// <summary>Keys of the grains. All begin with the chain, so that several chains can share a cluster.</summary>
public static class GrainKeys
{
    /// <summary>Block numbers on one page. Part of the keys: all versions have to agree on it.</summary>
    public const int BlocksAPage = 32;

    /// <summary>Key of a payload grain: <c>10/0x0123456789abcdef</c>.</summary>
    public static string Payload(ulong chainId, PayloadId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{chainId}/{id}");

    /// <summary>Key of a builder grain: <c>10/builder-1</c>.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="builderId">A name that all gateways give to the builder; not its address, which may differ.</param>
    public static string Builder(ulong chainId, string builderId) =>
        string.Create(CultureInfo.InvariantCulture, $"{chainId}/{builderId}");

    /// <summary>Key of grains that stand for no payload and no builder: <c>10/warm-up</c>.</summary>
    public static string WarmUp(ulong chainId) => Builder(chainId, "warm-up");

    /// <summary>Key of the page that a block is on: <c>10/4096</c>, by the number of the page's first block.</summary>
    public static string BlockPage(ulong chainId, ulong blockNumber) =>
        string.Create(CultureInfo.InvariantCulture, $"{chainId}/{blockNumber - (blockNumber % BlocksAPage)}");

    /// <summary>Key of a cluster grain: <c>10</c>.</summary>
    public static string Cluster(ulong chainId) => chainId.ToString(CultureInfo.InvariantCulture);
}
