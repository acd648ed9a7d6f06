using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sidecar.Gateway.Authentication;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Authentication;

public sealed class ServerTrustTests : IDisposable
{
    private const SslPolicyErrors Unknown = SslPolicyErrors.RemoteCertificateChainErrors;
    private const SslPolicyErrors OtherName = Unknown | SslPolicyErrors.RemoteCertificateNameMismatch;

    private readonly string _folder = Directory.CreateTempSubdirectory("trust-").FullName;
    private readonly TestAuthority _authority = new();

    [Fact]
    public void Nothing_Given_LeavesItToTheMachine() => Assert.Null(ServerTrust.From(null, []));

    [Fact]
    public void Authority_Given_AcceptsWhatItSignedAndNothingElse()
    {
        using var other = new TestAuthority();
        var trust = ServerTrust.From(Write(_authority.Pem), [])!;

        Assert.True(Accepts(trust, _authority.Issue(), Unknown));
        Assert.False(Accepts(trust, _authority.Issue(), OtherName));
        Assert.False(Accepts(trust, _authority.Issue(isExpired: true), Unknown));
        Assert.False(Accepts(trust, other.Issue(), Unknown));
        Assert.False(Accepts(trust, other.Issue(), SslPolicyErrors.None));
        Assert.False(trust.Accepts(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    [Fact]
    public void Pin_Given_AcceptsThatKeyWhateverTheCertificateSays()
    {
        var shown = _authority.Issue();
        var expired = _authority.Issue("elsewhere", isExpired: true);
        var trust = ServerTrust.From(null, [TestAuthority.PinOf(shown), TestAuthority.PinOf(expired)])!;

        Assert.True(Accepts(trust, shown, Unknown));
        Assert.True(Accepts(trust, expired, OtherName));
        Assert.False(Accepts(trust, _authority.Issue(), SslPolicyErrors.None));
    }

    [Fact]
    public void PinAndAuthority_Given_BothMustHold()
    {
        using var other = new TestAuthority();
        var (signed, unsigned) = (_authority.Issue(), other.Issue());
        var trust = ServerTrust.From(
            Write(_authority.Pem), [TestAuthority.PinOf(signed), TestAuthority.PinOf(unsigned)])!;

        Assert.True(Accepts(trust, signed, Unknown));
        Assert.False(Accepts(trust, unsigned, Unknown));
        Assert.False(Accepts(trust, _authority.Issue(), Unknown));
    }

    [Fact]
    public void Pin_InHex_IsTheSamePin()
    {
        using var shown = _authority.Issue();
        var hex = Convert.ToHexString(SHA256.HashData(shown.PublicKey.ExportSubjectPublicKeyInfo()));

        Assert.True(PublicKeyPin.TryParse(hex, out var pin));
        Assert.True(pin.IsOf(shown));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256/")]
    [InlineData("sha256/AAAA")]
    [InlineData("sha1/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("0123456789")]
    [InlineData("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Pin_OfAnotherShape_IsNone(string text) => Assert.False(PublicKeyPin.TryParse(text, out _));

    [Fact]
    public void AuthoritiesFile_Wrong_SaysWhatIsWrong()
    {
        Assert.Equal("it does not exist", ErrorOf(Path.Combine(_folder, "none.pem")));
        Assert.Equal("there is no certificate in it", ErrorOf(Write("")));
        Assert.Equal(
            "it is no PEM file of certificates",
            ErrorOf(Write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")));
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool Accepts(ServerTrust trust, X509Certificate2 certificate, SslPolicyErrors errors)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.Build(certificate);
        return trust.Accepts(new object(), certificate, chain, errors);
    }

    private static string? ErrorOf(string path)
    {
        Assert.False(ServerTrust.TryCreate(path, [], out _, out var error));
        return error;
    }

    private string Write(string pem)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".pem");
        File.WriteAllText(path, pem);
        return path;
    }
}
