using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class BuildDigestTests
{
    [Fact]
    public void Of_SameParentAndBytes_IsTheSame()
    {
        Assert.Equal(BuildDigests.Of(Sample.Parent, "{}"u8), BuildDigests.Of(Sample.Parent, "{}"u8));
    }

    [Fact]
    public void Of_AnotherParentOrOtherBytes_Differs()
    {
        var digests = new[]
        {
            BuildDigests.Of(Sample.Parent, "{}"u8),
            BuildDigests.Of(Sample.Block, "{}"u8),
            BuildDigests.Of(Sample.Parent, "{ }"u8),
            BuildDigests.Of(Sample.Parent, ""u8),
            BuildDigests.Of(Sample.Parent with { D = Sample.Parent.C, C = Sample.Parent.D }, "{}"u8),
        };

        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void Of_AnyOneByteChanged_Differs()
    {
        var cases = ArbMap.Default.ArbFor<NonEmptyArray<byte>>().Generator.Zip(Gen.Choose(0, 10_000)).ToArbitrary();

        Check.QuickThrowOnFailure(Prop.ForAll(cases, drawn =>
        {
            var bytes = drawn.Item1.Get;
            var changed = bytes.ToArray();
            changed[drawn.Item2 % bytes.Length] ^= 1;

            return BuildDigests.Of(Sample.Parent, bytes) != BuildDigests.Of(Sample.Parent, changed);
        }));
    }
}
