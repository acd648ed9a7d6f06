using Sidecar.Contracts;
using Sidecar.Gateway.Telemetry.Tracing;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed class TraceIdsTests
{
    private static readonly BlockHash Parent = new(1, 2, 3, 4);

    [Fact]
    public void OfBuild_SameBuild_IsTheSameInEveryVersion() =>
        Assert.Equal(Expected(), TraceIds.OfBuild(new PayloadId(7), Parent).ToHexString());

    [Fact]
    public void OfBuild_OtherIdOrOtherParent_IsAnotherTrace()
    {
        var ids = new[]
        {
            TraceIds.OfBuild(new PayloadId(7), Parent),
            TraceIds.OfBuild(new PayloadId(8), Parent),
            TraceIds.OfBuild(new PayloadId(7), Parent with { D = 5 }),
            TraceIds.OfBuild(new PayloadId(0), Parent),
            TraceIds.OfBlock(Parent),
        };

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    /// <summary>As docs/traces.md describes it.</summary>
    private static string Expected()
    {
        byte[] text =
        [
            .. "build"u8, .. Convert.FromHexString("0000000000000007"), .. Convert.FromHexString(Parent.ToString()[2..]),
        ];
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text).AsSpan(0, 16));
    }
}
