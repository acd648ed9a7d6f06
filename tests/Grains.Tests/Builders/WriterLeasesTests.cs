using Sidecar.Contracts.Builders;
using Sidecar.Grains.Builders;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Builders;

public sealed class WriterLeasesTests
{
    private static readonly BuilderGrainOptions Options = new();

    /// <summary>
    /// Each standing of a lease for block 100 under epoch 3 × a request of gateway a for an older, the same and a newer
    /// block × whether the build was begun by the holder, by a third gateway, or by none. The age is in ms.
    /// </summary>
    [Theory]
    [InlineData("a", 2000, 99, null, "3 kept")]
    [InlineData("a", 2000, 100, null, "3 kept")]
    [InlineData("a", 2000, 101, null, "3 renewed")]
    [InlineData("a", 5000, 100, null, "3 kept")]
    [InlineData("a", 5001, 99, null, "3 renewed")]
    [InlineData("a", 5001, 100, null, "3 renewed")]
    [InlineData("a", 5001, 101, null, "3 renewed")]
    [InlineData("a", -5001, 100, null, "3 renewed")]
    [InlineData("a", 2000, 100, "b", "3 kept")]
    [InlineData("b", 2000, 99, null, "refused")]
    [InlineData("b", 2000, 100, null, "refused")]
    [InlineData("b", 2000, 101, null, "4 renewed")]
    [InlineData("b", 5000, 100, null, "refused")]
    [InlineData("b", 5001, 99, null, "4 renewed")]
    [InlineData("b", 5001, 100, null, "4 renewed")]
    [InlineData("b", 5001, 101, null, "4 renewed")]
    [InlineData("b", -5000, 100, null, "refused")]
    [InlineData("b", -5001, 100, null, "4 renewed")]
    [InlineData("b", 2000, 99, "b", "refused")]
    [InlineData("b", 2000, 100, "b", "4 renewed")]
    [InlineData("b", 2000, 101, "b", "4 renewed")]
    [InlineData("b", 2000, 99, "c", "refused")]
    [InlineData("b", 2000, 100, "c", "refused")]
    [InlineData("b", 2000, 101, "c", "4 renewed")]
    public void Request_InEachState_LeadsTo(
        string holder, int age, ulong timestamp, string? begunBy, string expected)
    {
        var lease = new WriterLease(holder, 3, 100, Now.AddMilliseconds(-age));
        var abandoned = begunBy is null ? null : new RunningBuild(Digest(1), timestamp, begunBy, Now, null, false);

        var next = WriterLeases.Request(lease, Request("a", 1, timestamp), abandoned, Now, Options);

        var isKept = ReferenceEquals(next, lease);
        Assert.Equal(expected, next is null ? "refused" : $"{next.Epoch} {(isKept ? "kept" : "renewed")}");
        Assert.True(next is null || isKept || next == new WriterLease("a", next.Epoch, timestamp, Now));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    public void Request_NobodyEverWrote_IsGranted(ulong timestamp) => Assert.Equal(
        new WriterLease("a", 1, timestamp, Now),
        WriterLeases.Request(null, Request("a", 1, timestamp), null, Now, Options));

    [Theory]
    [InlineData(0, true)]
    [InlineData(5000, true)]
    [InlineData(5001, false)]
    [InlineData(-5000, true)]
    [InlineData(-5001, false)]
    public void Lease_OfEachAge_IsLiveOrOver(int age, bool isLive)
    {
        var lease = new WriterLease("a", 1, 100, Now.AddMilliseconds(-age));

        Assert.Equal(isLive ? lease : null, WriterLeases.Live(lease, Now, Options));
    }
}
