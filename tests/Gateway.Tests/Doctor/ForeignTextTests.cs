using Sidecar.Gateway.Doctor;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("invalid host specified\n", "invalid host specified")]
    [InlineData("a\r\nb\tc  d", "a b c d")]
    [InlineData("\u001b[31mred", "?[31mred")]
    [InlineData("caf\u00e9", "caf?")]
    public void Text_OfSomebodyElse_IsOnePlainLine(string? text, string clean) => Assert.Equal(clean, ForeignText.Clean(text));

    [Fact]
    public void Words_ThatMayBeSecrets_AreLeftOut()
    {
        var secret = new string('a', 64);

        Assert.Equal("bad token (...) sorry", ForeignText.Clean($"bad token {secret} sorry"));
    }

    [Fact]
    public void Text_ThatIsLong_IsCut() =>
        Assert.InRange(ForeignText.Clean(string.Concat(Enumerable.Repeat("word ", 1000))).Length, 100, 125);

    [Fact]
    public void Quotes_AroundNothing_AreWords() => Assert.Equal("no text", ForeignText.Quote(" \n"));
}
