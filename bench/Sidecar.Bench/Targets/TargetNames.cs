using System.Diagnostics;

namespace Sidecar.Bench.Targets;

internal static class TargetNames
{
    public static string ToText(this TargetKind kind) => kind switch
    {
        TargetKind.Direct => "direct",
        TargetKind.NginxTuned => "nginx tuned",
        TargetKind.NginxTunedAgain => "nginx tuned (A/A)",
        TargetKind.NginxStock => "nginx stock",
        TargetKind.Haproxy => "haproxy",
        TargetKind.Sidecar => "sidecar",
        TargetKind.SidecarBuilder => "sidecar + builder",
        TargetKind.SidecarRedis => "sidecar + builder + redis",
        TargetKind.SidecarHanging => "sidecar + hanging builder",
        TargetKind.FirstCallAlone => "direct, getPayload alone",
        _ => throw new UnreachableException(),
    };

    public static bool IsSidecar(this TargetKind kind) => kind is TargetKind.Sidecar or TargetKind.SidecarBuilder
        or TargetKind.SidecarRedis or TargetKind.SidecarHanging;
}
