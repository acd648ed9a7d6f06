using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

public sealed class SiloSettingsTests : ConfigurationFixture
{
    [Fact]
    public void Gateway_NothingGiven_HasASiloInside()
    {
        var settings = Start();

        Assert.Equal((SiloPlace.Inside, "sidecar"), (settings.Cluster.Silo, settings.Cluster.ClusterId));
        Assert.Equal((null, null, null), (settings.Silo.Address, settings.Silo.Port, settings.Silo.GatewayPort));
    }

    [Fact]
    public void Gateway_ClientOfSilos_DependsOnTheEngine()
    {
        string[] args = ["--cluster-silo", "client", "--redis", "10.0.0.5"];

        if (EngineAbilities.HasSilos)
        {
            Assert.Equal(SiloPlace.Client, Start(args).Cluster.Silo);
        }
        else
        {
            Assert.Contains("--cluster-silo: this build hosts the grains in the gateway", Refuse(args), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Gateway_ClientWithoutRedis_IsRefused() =>
        Assert.StartsWith("error: --cluster-silo: ", Refuse("--cluster-silo", "client"), StringComparison.Ordinal);

    [Fact]
    public void Gateway_SiloOptions_AreIgnoredAloudWithoutSilos()
    {
        var settings = Start("--silo-port", "11111", "--cluster-id", "blue");

        Assert.Equal(EngineAbilities.HasSilos ? 0 : 2, settings.Warnings.Count);
        Assert.Equal((11111, "blue"), (settings.Silo.Port, settings.Cluster.ClusterId));
    }

    [Fact]
    public void Silo_OnlyRedisGiven_Starts()
    {
        var settings = StartSilo("--redis", "10.0.0.5");

        Assert.Equal(("127.0.0.1", 5556), (settings.Operations.Host, settings.Operations.Port));
        Assert.Equal(NameText.OfGateway(System.Environment.MachineName, 5556), settings.Cluster.GatewayId);
    }

    [Fact]
    public void Silo_WithTheEnvironmentOfAGateway_Starts()
    {
        Environment["SIDECAR_LOCAL__URL"] = "http://10.0.0.1:8551";
        Environment["SIDECAR_REDIS__ENDPOINTS"] = "10.0.0.5";

        Assert.Equal(["10.0.0.5"], StartSilo().Redis.Endpoints);
    }

    [Fact]
    public void Silo_WithoutRedis_IsRefused() =>
        Assert.Contains("silos and gateways find each other through Redis", RefuseSilo(), StringComparison.Ordinal);

    [Fact]
    public void Silo_FlagOfAGateway_IsRefused() =>
        Assert.Contains("--builder-url", RefuseSilo("--redis", "10.0.0.5", "--builder-url", "http://b"), StringComparison.Ordinal);

    [Fact]
    public void Silo_DashboardForOthers_NeedsAToken() =>
        Assert.Contains(
            "--operations-token", RefuseSilo("--redis", "10.0.0.5", "--operations-host", "0.0.0.0"), StringComparison.Ordinal);

    [Fact]
    public void Silo_Help_NamesItsOptionsOnly()
    {
        var (_, output, _) = LoadSilo("--help");

        Assert.Contains("Usage: Sidecar.Silo", output, StringComparison.Ordinal);
        Assert.Contains("--silo-address", output, StringComparison.Ordinal);
        Assert.Contains("Default 5556.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--builder-url", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--flashblocks", output, StringComparison.Ordinal);
    }

    private ProgramSettings StartSilo(params string[] args)
    {
        var (result, _, error) = LoadSilo(args);
        Assert.True(result.Settings is not null, error);
        return result.Settings;
    }

    private string RefuseSilo(params string[] args)
    {
        var (result, _, error) = LoadSilo(args);
        Assert.Equal(GatewayConfiguration.InvalidExitCode, result.ExitCode);
        Assert.Contains("Sidecar.Silo did not start", error, StringComparison.Ordinal);
        return error;
    }

    private (ConfigurationResult<ProgramSettings> Result, string Output, string Error) LoadSilo(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var result = GatewayConfiguration.LoadSilo(args, Environment, Path.GetTempPath(), output, error);
        return (result, output.ToString(), error.ToString());
    }
}
