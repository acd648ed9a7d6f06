using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Tests.Authentication;

public sealed class JwtMinterTests
{
    private readonly FixedTime _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000).AddMilliseconds(999));
    private readonly JwtMinter _minter;
    private readonly JwtVerifier _verifier;

    public JwtMinterTests()
    {
        _minter = new(TestToken.ParsedSecret, _time);
        _verifier = new(TestToken.ParsedSecret, _time);
    }

    [Fact]
    public void AuthorizationHeader_ReadByHand_IsASignedIssuedAt()
    {
        var header = _minter.AuthorizationHeader();

        Assert.StartsWith("Bearer ", header, StringComparison.Ordinal);
        var parts = header["Bearer ".Length..].Split('.');
        var signature = HMACSHA256.HashData(
            Convert.FromHexString(TestToken.Secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        using var jose = JsonDocument.Parse(TestToken.Decode(parts[0]));
        Assert.Equal(signature, TestToken.Decode(parts[2]));
        Assert.Equal("HS256", jose.RootElement.GetProperty("alg").GetString());
        Assert.Equal("""{"iat":1800000000}""", Encoding.UTF8.GetString(TestToken.Decode(parts[1])));
    }

    [Fact]
    public void AuthorizationHeader_Verified_IsAccepted() =>
        Assert.Equal(JwtVerdict.Accepted, _verifier.Verify(_minter.AuthorizationHeader()));

    [Fact]
    public void AuthorizationHeader_SameSecond_IsTheSameString()
    {
        var first = _minter.AuthorizationHeader();

        _time.Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

        Assert.Same(first, _minter.AuthorizationHeader());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-3600)]
    public void AuthorizationHeader_OtherSecond_IsMintedAnew(int seconds)
    {
        var first = _minter.AuthorizationHeader();
        _time.Now = _time.Now.AddSeconds(seconds);

        var second = _minter.AuthorizationHeader();

        Assert.NotEqual(first, second);
        Assert.Equal(JwtVerdict.Accepted, _verifier.Verify(second));
    }

    [Fact]
    public async Task AuthorizationHeader_ManyThreads_AreAllAccepted()
    {
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Enumerable.Range(0, 100).All(_ =>
                _verifier.Verify(_minter.AuthorizationHeader()) == JwtVerdict.Accepted))));

        Assert.All(verdicts, Assert.True);
    }
}
