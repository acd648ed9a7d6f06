using Microsoft.Extensions.Logging;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

public sealed class PrecedenceTests : ConfigurationFixture
{
    [Fact]
    public void Load_NothingButASecret_GivesDefaults()
    {
        var settings = Start();

        Assert.Equal(new Uri("http://127.0.0.1:8551"), settings.Local.Url);
        Assert.Null(settings.Builder.Url);
        Assert.Equal(8081, settings.Engine.Port);
        Assert.Equal(TimeSpan.FromMilliseconds(800), settings.Builder.Timeout);
        Assert.Equal(
            ["eth_getBlockByNumber", "eth_chainId", "net_peerCount", "admin_peers", "miner_setMaxDASize"],
            settings.Engine.MethodsWithoutToken);
        Assert.Equal(["Local:JwtSecret = (redacted) (--l2-jwt-token)"], EffectiveSettings.Changed(settings));
    }

    [Fact]
    public void Load_EveryDoor_TheStrongerWins()
    {
        Write("appsettings.json", """
            {
              "Engine": { "Port": 1001, "DepthMax": 101 },
              "Metrics": { "Port": 1002 },
              "Log": { "Level": "warn" }
            }
            """);
        Environment["RPC_PORT"] = "2001";
        Environment["METRICS_PORT"] = "2002";
        Environment["LOG_LEVEL"] = "error";
        Environment["SIDECAR_METRICS__PORT"] = "3002";
        Environment["SIDECAR_LOG__LEVEL"] = "debug";

        var settings = Start("--log-level", "trace");

        Assert.Equal(101, settings.Engine.DepthMax);
        Assert.Equal(2001, settings.Engine.Port);
        Assert.Equal(3002, settings.Metrics.Port);
        Assert.Equal(LogLevel.Trace, settings.Log.Level);
    }

    [Fact]
    public void Load_VariableInOtherCase_IsRead()
    {
        Environment["sidecar_engine__bodyBytesMax"] = "1MiB";

        var settings = Start();

        Assert.Equal(1 << 20, settings.Engine.BodyBytesMax);
    }

    [Fact]
    public void Load_EmptyVariable_IsAbsent()
    {
        Environment["RPC_PORT"] = "";
        Environment["SIDECAR_BUILDER__URL"] = "";

        var settings = Start();

        Assert.Equal(8081, settings.Engine.Port);
        Assert.Null(settings.Builder.Url);
    }

    [Fact]
    public void Load_ForeignVariables_AreIgnored()
    {
        Environment["SIDECAR_PORT"] = "tcp://10.0.0.1:8081";
        Environment["SIDECAR_SERVICE_HOST"] = "10.0.0.1";
        Environment["LOCAL_URL"] = "http://10.0.0.1";

        var settings = Start();

        Assert.Equal(new Uri("http://127.0.0.1:8551"), settings.Local.Url);
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void Load_VariableWithOneUnderscore_IsWarnedOf()
    {
        Environment["SIDECAR_LOCAL_URL"] = "http://10.0.0.1";

        var settings = Start();

        Assert.Contains("SIDECAR_LOCAL__URL", Assert.Single(settings.Warnings));
    }

    [Fact]
    public void Load_MisspeltVariable_IsRefusedWithAGuess()
    {
        Environment["SIDECAR_LOCAL__ULR"] = "http://10.0.0.1";

        var error = Refuse();

        Assert.Contains("SIDECAR_LOCAL__ULR", error);
        Assert.Contains("SIDECAR_LOCAL__URL", error);
    }

    [Fact]
    public void File_HumanForms_AreReadLikeFlags()
    {
        Write("appsettings.json", """
            {
              // Comments and trailing commas are fine.
              "$schema": "x", "Logging": { "Anything": 1 },
              "local": { "url": "http://10.0.0.1:8551", "timeout": "5s", "PassThroughTimeout": 2000 },
              "Engine": { "ExecutionMode": "dry_run", "RequireJwt": false,
                          "MethodsWithoutToken": ["eth_chainId", "net_version"] },
              "Builds": { "BytesMax": "1GiB" }, "Health": { "PollInterval": 5 },
              "Selection": { "Policy": "GasUsed", "GasUsedFraction": 0.25 }, "Log": { "File": null, },
            }
            """);

        var settings = Start();

        Assert.Equal(new Uri("http://10.0.0.1:8551"), settings.Local.Url);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Local.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.Local.PassThroughTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Health.PollInterval);
        Assert.Equal(ExecutionMode.DryRun, settings.Engine.ExecutionMode);
        Assert.False(settings.Engine.RequireJwt);
        Assert.Null(settings.Secrets.Inbound);
        Assert.Equal(["eth_chainId", "net_version"], settings.Engine.MethodsWithoutToken);
        Assert.Equal(1L << 30, settings.Builds.BytesMax);
        Assert.Equal(SelectionPolicyName.GasUsed, settings.Selection.Policy);
        Assert.Equal(0.25, settings.Selection.GasUsedFraction);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{ "Locl": { "Url": "x" } }""", "did you mean Local?")]
    [InlineData("""{ "Local": { "Ulr": "x" } }""", "did you mean Local:Url?")]
    [InlineData("""{ "Engine": { "Port": 1, "port": 2 } }""", "is there twice")]
    [InlineData("""{ "Engine": { "Port": [1] } }""", "give one value")]
    [InlineData("""{ "Engine": { "Port": { "a": 1 } } }""", "give one value")]
    [InlineData("""{ "Engine": { "Port": "http" } }""", "a whole number, 0 to 65535")]
    [InlineData("""{ "Engine": { "MethodsWithoutToken": [null] } }""", "a list of texts")]
    public void File_Wrong_IsRefusedWithTheReason(string json, string reason)
    {
        Write("appsettings.json", json);

        var error = Refuse();

        Assert.Contains("appsettings.json", error);
        Assert.Contains(reason, error);
    }

    [Fact]
    public void ConfigFlag_NamedFile_IsReadInstead()
    {
        Write("appsettings.json", """{ "Engine": { "Port": 1001 } }""");
        Write("other.json", """{ "Engine": { "DepthMax": 99 } }""");

        var settings = Start("--config", "other.json");

        Assert.Equal(8081, settings.Engine.Port);
        Assert.Equal(99, settings.Engine.DepthMax);
        Assert.Contains("Engine:DepthMax = 99 (Engine:DepthMax in other.json)", EffectiveSettings.Changed(settings));
    }

    [Fact]
    public void ConfigFlag_MissingFile_IsRefused() =>
        Assert.Contains("does not exist", Refuse("--config", "none.json"));

    [Fact]
    public void List_RepeatedAndWithCommas_IsOneListInsteadOfWeakerOnes()
    {
        Environment["SIDECAR_ENGINE__METHODSWITHOUTTOKEN"] = "net_version";

        var settings = Start(
            "--method-without-token", "eth_chainId", "--method-without-token=eth_syncing, net_peerCount");

        Assert.Equal(["eth_chainId", "eth_syncing", "net_peerCount"], settings.Engine.MethodsWithoutToken);
    }

    [Fact]
    public void List_IndexedVariables_AreItsMembersInOrder()
    {
        foreach (var index in Enumerable.Range(0, 11))
        {
            Environment[$"SIDECAR_ENGINE__METHODSWITHOUTTOKEN__{index}"] = $"eth_m{index}";
        }

        var settings = Start();

        Assert.Equal(Enumerable.Range(0, 11).Select(index => $"eth_m{index}"), settings.Engine.MethodsWithoutToken);
    }

    [Fact]
    public void List_None_IsEmpty() => Assert.Empty(Start("--method-without-token", "none").Engine.MethodsWithoutToken);
}
