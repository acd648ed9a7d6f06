using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Payloads;

namespace Sidecar.Grains.Tests;

/// <summary>Builds, numbered; gateways and builders, named.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static BuildDigest Digest(int number) => new(0xd1, (ulong)number);

    public static PayloadId Id(int number) => new((ulong)number);

    public static BlockHash Hash(int number) => new(0xb1, 0, 0, (ulong)number);

    /// <summary>A build that is asked for a second after the one before it.</summary>
    public static PayloadBuild Build(int number, string? attributes = "{}") => new(
        Digest(number), Hash(number - 1), 100 + (ulong)number, attributes, "a", Now.AddSeconds(number));

    public static BuilderRun Run(string builder, int id) => new(builder, Id(id), FallbackReason.None, "a");

    public static BuilderRun Failed(string builder, FallbackReason failure, string gateway = "a") =>
        new(builder, null, failure, gateway);

    public static PayloadDecision Decision(int block, string gateway = "a") => new(
        PayloadSource.Builder, FallbackReason.None, Hash(block), (ulong)block, 21_000, 1, 4, gateway, Now);

    /// <summary>A builder's block, as a gateway tells of it.</summary>
    public static BlockSummary Block(int number, string gateway = "a") => new(
        gateway, Id(number), (ulong)number, Hash(number), PayloadSource.Builder, FallbackReason.None, Now,
        null, new BlockSide(1, 21_000), new BlockTimes(1000, 2000, null, 0, 3000, 4000, 4000, 5000));

    public static BuildRequest Request(string gateway, int number, ulong timestamp = 100) =>
        new(gateway, Digest(number), timestamp);

    public static BuildOutcome Outcome(string gateway, int number, FallbackReason result) =>
        new(gateway, Digest(number), result, Now);
}
