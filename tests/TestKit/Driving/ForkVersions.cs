namespace Sidecar.TestKit;

/// <summary>Which method versions go together (op-node, rollup/types.go).</summary>
internal static class ForkVersions
{
    public static int ForkchoiceUpdated(int getPayload) => getPayload >= 3 ? 3 : 2;

    public static int NewPayload(int getPayload) => Math.Min(getPayload, 4);
}
