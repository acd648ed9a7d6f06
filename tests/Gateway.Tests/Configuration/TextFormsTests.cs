using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("800ms", 800)]
    [InlineData("800", 800)]
    [InlineData("2s", 2000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2 S", 2000)]
    [InlineData("1m", 60_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("00:00:02", 2000)]
    [InlineData("00:00:00.800", 800)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("0", 0)]
    public void Duration_KnownForm_IsRead(string text, double expectedMs)
    {
        Assert.True(DurationText.TryParse(text, TimeSpan.FromMilliseconds(1), out var duration));

        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ms")]
    [InlineData("-1s")]
    [InlineData("1,5s")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("2 weeks")]
    [InlineData("2:00")]
    [InlineData("-00:00:02")]
    [InlineData("99999999999999999999999d")]
    [InlineData("999999999999999999999999999999999999999")]
    public void Duration_UnknownForm_IsRefused(string text) =>
        Assert.False(DurationText.TryParse(text, TimeSpan.FromSeconds(1), out _));

    [Fact]
    public void Duration_BareNumber_TakesTheUnitOfItsOption()
    {
        Assert.True(DurationText.TryParse("60", TimeSpan.FromSeconds(1), out var duration));

        Assert.Equal(TimeSpan.FromMinutes(1), duration);
    }

    [Theory]
    [InlineData("128MiB", 134_217_728)]
    [InlineData("64 kib", 65_536)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("0.5KiB", 512)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("2KB", 2000)]
    [InlineData("7B", 7)]
    [InlineData("1024", 1024)]
    public void Size_KnownForm_IsRead(string text, long expected)
    {
        Assert.True(SizeText.TryParse(text, out var bytes));

        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("0.5")]
    [InlineData("12 apples")]
    [InlineData("9999999999999GiB")]
    public void Size_UnknownForm_IsRefused(string text) => Assert.False(SizeText.TryParse(text, out _));

    [Theory]
    [InlineData(800, "800ms")]
    [InlineData(9000, "9s")]
    [InlineData(90_000, "90s")]
    [InlineData(600_000, "10m")]
    [InlineData(0, "0s")]
    public void Duration_Formatted_IsTheShortestForm(double ms, string expected) =>
        Assert.Equal(expected, DurationText.Format(TimeSpan.FromMilliseconds(ms)));

    [Theory]
    [InlineData("--l2-ulr", "--l2-url")]
    [InlineData("--builder-tiemout", "--builder-timeout")]
    [InlineData("--completely-different", null)]
    public void NearestName_Misspelt_IsGuessed(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, OptionCatalog.All.SelectMany(entry => entry.Flags)));
}
