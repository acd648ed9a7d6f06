using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;

namespace Sidecar.Gateway.Tests.Blocks;

/// <summary>Blocks, numbered, one a second.</summary>
internal static class SampleBlocks
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static BlockSummary Block(
        int number, string gateway = "gateway-a", FallbackReason reason = FallbackReason.None) => new(
        gateway, new PayloadId((ulong)number), (ulong)number, new BlockHash(0xb1, 0, 0, (ulong)number),
        reason == FallbackReason.None ? PayloadSource.Builder : PayloadSource.Local, reason, Start.AddSeconds(number),
        new BlockSide(2, 42_000), new BlockSide(3, 63_000),
        new BlockTimes(900, 2100, 1500, 0, 3000, 4500, 4600, 5000));
}
