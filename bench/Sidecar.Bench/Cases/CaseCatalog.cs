using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Cases;

/// <summary>All cases, in the order in which they run.</summary>
internal static class CaseCatalog
{
    public const int TenKilobytes = 10 * 1024;
    public const int HundredKilobytes = 100 * 1024;
    public const int Megabyte = 1024 * 1024;
    public const int TenMegabytes = 10 * 1024 * 1024;

    private static readonly TargetKind[] Reference = [TargetKind.Direct, TargetKind.NginxTuned, TargetKind.NginxTunedAgain];

    private static readonly TargetKind[] Proxies = [.. Reference, TargetKind.NginxStock, TargetKind.Haproxy, TargetKind.Sidecar];

    private static readonly (int Bytes, string Name)[] Sizes =
        [(TenKilobytes, "10k"), (HundredKilobytes, "100k"), (Megabyte, "1m"), (TenMegabytes, "10m")];

    public static IReadOnlyList<BenchCase> All { get; } =
    [
        new("fcu", Traffic.ForkchoiceUpdated, [.. Proxies, TargetKind.SidecarBuilder]) { Goal = Goal.ForkchoiceUpdated },
        new("pass-through", Traffic.PassThrough, [.. Proxies, TargetKind.SidecarBuilder]) { Goal = Goal.ForkchoiceUpdated },
        .. Sizes.Select(size => new BenchCase($"getPayload-{size.Name}", Traffic.GetPayload, Proxies)
        {
            PayloadBytes = size.Bytes,
            Goal = Goal.GetPayload(size.Bytes),
        }),
        .. Sizes.Select(size => new BenchCase(
            $"newPayload-{size.Name}", Traffic.NewPayload, [.. Proxies, TargetKind.SidecarBuilder])
        {
            PayloadBytes = size.Bytes,
            Goal = Goal.NewPayload(size.Bytes),
        }),
        BuilderBlock("builder-100k", HundredKilobytes),
        BuilderBlock("builder-1m", Megabyte),
        BuilderBlock("builder-1m-think", Megabyte) with { Think = TimeSpan.FromMilliseconds(20) },
        new("builder-hangs", Traffic.BuilderBlock, [.. Reference, TargetKind.SidecarHanging, TargetKind.FirstCallAlone])
        {
            PayloadBytes = HundredKilobytes,
        },
        new("fcu-after-1m", Traffic.AfterDecision, [.. Reference, TargetKind.SidecarBuilder, TargetKind.SidecarRedis])
        {
            PayloadBytes = Megabyte,
        },
        new("storm", Traffic.Storm, [.. Reference, TargetKind.SidecarBuilder, TargetKind.SidecarRedis]),
        BuilderBlock("storm-getPayload", HundredKilobytes) with { Traffic = Traffic.AfterStorm },
    ];

    private static BenchCase BuilderBlock(string name, int bytes) => new(
        name, Traffic.BuilderBlock,
        [.. Reference, TargetKind.SidecarBuilder, TargetKind.SidecarRedis, TargetKind.FirstCallAlone])
    {
        PayloadBytes = bytes,
    };
}
