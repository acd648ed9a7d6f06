using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Tests.Authentication;

public sealed class JwtSecretTests
{
    [Theory]
    [InlineData(TestToken.Secret)]
    [InlineData("0x" + TestToken.Secret)]
    [InlineData("0X" + TestToken.Secret)]
    [InlineData(" \r\n\t" + TestToken.Secret + "\r\n")]
    public void TryParse_SixtyFourDigits_IsTheKey(string text)
    {
        Assert.True(JwtSecret.TryParse(text, out var secret, out var error));

        Assert.Null(error);
        Assert.Equal(Convert.FromHexString(TestToken.Secret), secret.Key.ToArray());
    }

    [Fact]
    public void TryParse_UpperCase_IsTheSameKey()
    {
        Assert.True(JwtSecret.TryParse(TestToken.Secret.ToUpperInvariant(), out var secret, out _));

        Assert.Equal(Convert.FromHexString(TestToken.Secret), secret.Key.ToArray());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("0x", "is empty")]
    [InlineData("ab", "2 hex digits")]
    [InlineData("0x0x" + TestToken.Secret, "66 characters, and number 2")]
    [InlineData(TestToken.Secret + "ab", "66 hex digits")]
    [InlineData("é" + TestToken.Secret, "65 characters, and number 1")]
    public void TryParse_AnythingElse_IsRefusedWithItsLength(string text, string reason)
    {
        Assert.False(JwtSecret.TryParse(text, out var secret, out var error));

        Assert.Null(secret);
        Assert.Contains(reason, error);
        Assert.DoesNotContain(TestToken.Secret, error);
    }

    [Fact]
    public void ToString_Always_IsRedacted()
    {
        Assert.True(JwtSecret.TryParse(TestToken.Secret, out var secret, out _));

        Assert.Equal("(redacted)", $"{secret}");
    }
}
