using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Cluster.Redis;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class Crc32CTests
{
    [Fact]
    public void Append_OfTheCheckText_IsTheKnownChecksum()
    {
        var checksum = Crc32C.Append(Crc32C.Empty, "123456789"u8);

        Assert.Equal(0xE3069283, checksum);
    }

    [Fact]
    public void Append_InAnyTwoParts_IsTheSame()
    {
        var parts = ArbMap.Default.GeneratorFor<byte[]>().Zip(ArbMap.Default.GeneratorFor<byte[]>());

        Check.QuickThrowOnFailure(Prop.ForAll(parts.ToArbitrary(), drawn =>
        {
            byte[] whole = [.. drawn.Item1, .. drawn.Item2];
            return Crc32C.Append(Crc32C.Append(Crc32C.Empty, drawn.Item1), drawn.Item2)
                == Crc32C.Append(Crc32C.Empty, whole);
        }));
    }
}
