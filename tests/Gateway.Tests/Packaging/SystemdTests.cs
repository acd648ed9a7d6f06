using System.Globalization;
using Sidecar.Gateway.Tests.Documentation;

namespace Sidecar.Gateway.Tests.Packaging;

public sealed class SystemdTests
{
    private const string Unit = "packaging/systemd/sidecar-gateway.service";
    private const string Settings = "packaging/systemd/gateway.json";
    private const string Credentials = "/run/credentials/sidecar-gateway.service";

    [Fact]
    public void Settings_ThatAreShipped_AreWhatAGatewayStartsWithAndHasTimeToStop()
    {
        using var shipped = new ShippedSettings();

        var (settings, problems) = shipped.LoadFile(Repository.Read(Settings), Credentials);

        Assert.Equal("", problems);
        Assert.True(settings!.Engine.RequireJwt);
        var patience = TimeSpan.FromSeconds(
            int.Parse(Assert.Single(Values("TimeoutStopSec")), CultureInfo.InvariantCulture));
        Assert.InRange(patience, StopTimes.LongestOf(settings.Engine), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Credentials_OfTheUnit_AreThoseOfTheSettings()
    {
        var loaded = Values("LoadCredential").Select(value => $"{Credentials}/{value.Split(':')[0]}");
        var named = Repository.Read(Settings).Split('"')
            .Where(part => part.StartsWith(Credentials, StringComparison.Ordinal));

        Assert.Equal(loaded.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("DynamicUser", "yes")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("KillSignal", "SIGTERM")]
    [InlineData("Restart", "always")]
    public void Unit_OfTheGateway_HasNoMoreRightsThanItNeeds(string key, string value) =>
        Assert.Equal([value], Values(key));

    [Fact]
    public void Commands_OfTheUnit_AreTheGatewaysOwn()
    {
        Assert.Equal(["/usr/local/bin/sidecar-gateway --config /etc/sidecar/gateway.json"], Values("ExecStart"));
    }

    private static string[] Values(string key) =>
    [
        .. Repository.ReadLines(Unit)
            .Where(line => line.StartsWith($"{key}=", StringComparison.Ordinal))
            .Select(line => line[(key.Length + 1)..]),
    ];
}
