using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

public sealed class SettingsRulesTests : ConfigurationFixture
{
    private static readonly string[] Builder =
        ["--builder-url", "http://10.0.0.2:8551", "--builder-jwt-token", OtherSecret];

    [Theory]
    [InlineData("scheme ftp", "--l2-url", "ftp://10.0.0.1")]
    [InlineData("scheme ws", "--l2-url", "ws://10.0.0.1")]
    [InlineData("not a URL", "--l2-url", "http://")]
    [InlineData("not a URL", "--local-url", "two words")]
    [InlineData("user name or password", "--l2-url", "http://me:pass@10.0.0.1:8551")]
    [InlineData("fragment", "--l2-url", "http://10.0.0.1/#x")]
    [InlineData("is empty", "--l2-url", "")]
    [InlineData("like 800ms", "--l2-timeout", "soon")]
    [InlineData("like 800ms", "--l2-timeout", "-5")]
    [InlineData("10ms to 10m", "--l2-timeout", "1h")]
    [InlineData("10ms to 1m", "--builder-timeout", "2m")]
    [InlineData("0 to 65535", "--rpc-port", "70000")]
    [InlineData("0 to 65535", "--rpc-port", "-1")]
    [InlineData("a whole number", "--rpc-port", "http")]
    [InlineData("1KiB to 1GiB", "--body-bytes-max", "2GiB")]
    [InlineData("like 128MiB", "--body-bytes-max", "lots")]
    [InlineData("0 to 1", "--gas-used-fraction", "1.1")]
    [InlineData("0 to 1", "--gas-used-fraction", "NaN")]
    [InlineData("enabled or dry-run or disabled", "--execution-mode", "sometimes")]
    [InlineData("enabled or dry-run or disabled", "--execution-mode", "1")]
    [InlineData("prefer-builder or gas-used", "--block-selection-policy", "best")]
    [InlineData("true or false", "--metrics", "maybe")]
    [InlineData("text or json", "--log-format", "xml")]
    [InlineData("not an IP address", "--rpc-host", "example.org")]
    [InlineData("not an IP address", "--rpc-host", "*")]
    [InlineData("not an IP address", "--metrics-host", "127.1")]
    [InlineData("is a directory", "--log-file", ".")]
    [InlineData("does not exist", "--log-file", "none/gateway.log")]
    [InlineData("always needs a token", "--method-without-token", "engine_getPayloadV4")]
    [InlineData("no method name", "--method-without-token", "eth chainId")]
    [InlineData("no header can carry", "--operations-token", "two words")]
    [InlineData("1 to 100 letters, digits", "--cluster-service-id", "a/b")]
    [InlineData("1 to 100 letters, digits", "--gateway-id", "two words")]
    [InlineData("1 to 100 letters, digits", "--builder-id", "b\u00e4")]
    [InlineData("a chain id like 10 or 0xa", "--chain-id", "0")]
    [InlineData("a chain id like 10 or 0xa", "--chain-id", "optimism")]
    [InlineData("not above twice the watch interval", "--cluster-writer-lease", "400ms")]
    [InlineData("shorter than the 10s it starts with", "--breaker-open-for-max", "9")]
    [InlineData("address 1 is neither host:port nor host", "--redis", "redis://me:pass@10.0.0.5:6379")]
    [InlineData("address 2 is neither host:port nor host", "--redis", "10.0.0.5:6379,password=pass@")]
    [InlineData("address 1 is neither host:port nor host", "--redis", "10.0.0.5:70000")]
    [InlineData("has 17 addresses", "--redis", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q")]
    [InlineData("is for Redis, but there is none", "--redis-password", "pass@")]
    public void Load_WrongValue_IsRefusedWithFlagAndReason(string reason, string flag, string text)
    {
        var error = Refuse(flag, text);

        Assert.StartsWith($"error: {flag}: ", error);
        Assert.Contains(reason, error);
        Assert.DoesNotContain("pass@", error);
    }

    [Theory]
    [InlineData("--l2-ulr: there is no such flag; did you mean --l2-url?", "--l2-ulr", "http://10.0.0.1")]
    [InlineData("--whatever: there is no such flag; see --help", "--whatever")]
    [InlineData("--rpc-prot: there is no such flag; did you mean --rpc-port?", "--metrics", "--rpc-prot", "7")]
    [InlineData("\"stray\": belongs to no flag", "--metrics", "true", "stray")]
    [InlineData("--l2-url: has no value", "--l2-url", "--metrics")]
    [InlineData("--rpc-port: is given 2 times", "--rpc-port", "1", "--rpc-port", "2")]
    [InlineData("--local-url and --l2-url: are the same option", "--local-url", "http://a", "--l2-url", "http://b")]
    public void Load_WrongCommandLine_IsRefusedWithTheReason(string reason, params string[] args) =>
        Assert.Contains(reason, Refuse(args));

    [Fact]
    public void Load_MisspeltSecretFlag_DoesNotRepeatTheSecret()
    {
        LoadBare("--l2-jwt-tokn", Secret, $"--l2-jwt-toke={Secret}", "--require-jwt", "true", Secret);

        Assert.DoesNotContain(Secret, Error);
        Assert.Contains("--l2-jwt-token", Error);
    }

    [Fact]
    public void Load_ManyMistakes_AreAllReportedAtOnce()
    {
        Environment["RPC_PORT"] = "many";
        Environment["SIDECAR_METRICS__PORT"] = "99999";
        Write("appsettings.json", """{ "Engine": { "DepthMax": 1 } }""");

        var result = LoadBare("--l2-url", "ftp://x", "--l2-timeout", "x", "--unknown", "--external-state-root");

        Assert.Equal(2, result.ExitCode);
        Assert.Null(result.Settings);
        Assert.Equal(8, ErrorLines.Length);
        Assert.All(
            ["--unknown", "Engine:DepthMax in appsettings.json", "RPC_PORT", "SIDECAR_METRICS__PORT", "--l2-url",
                "--l2-timeout", "--external-state-root", "Local:JwtSecretPath (not set)"],
            origin => Assert.Contains($"error: {origin}: ", Error));
        Assert.Contains("8 errors", Error);
    }

    [Theory]
    [InlineData("--rpc-port", "5555")]
    [InlineData("--debug-server-port", "8081")]
    [InlineData("--metrics-port", "8081", "--metrics")]
    [InlineData("--metrics-port", "8081", "--metrics", "--rpc-host", "0.0.0.0")]
    public void Ports_SameTwice_AreRefused(params string[] args) => Assert.Contains("is taken by", Refuse(args));

    [Theory]
    [InlineData("--rpc-port", "0", "--debug-server-port", "0")]
    [InlineData("--metrics-port", "8081")]
    [InlineData("--metrics", "--metrics-port", "8081", "--rpc-host", "10.0.0.1")]
    public void Ports_ThatCannotMeet_AreAccepted(params string[] args) => Assert.NotNull(Start(args));

    [Theory]
    [InlineData("localhost")]
    [InlineData("::1")]
    [InlineData("127.0.0.2")]
    public void OperationsHost_Loopback_NeedsNoToken(string host) => Assert.NotNull(Start("--debug-host", host));

    [Fact]
    public void OperationsHost_Reachable_NeedsAToken()
    {
        Assert.Contains("--operations-token", Refuse("--debug-host", "0.0.0.0"));
        Assert.Equal("t0ken", Start("--debug-host", "0.0.0.0", "--operations-token", "t0ken").Operations.Token);
    }

    [Fact]
    public void Token_InAFile_IsTheToken()
    {
        var path = Write("token", "a-token-of-some-length\n");

        var settings = Start("--debug-host", "0.0.0.0", "--operations-token-path", path);

        Assert.Equal("a-token-of-some-length", settings.Operations.Token);
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void Token_ShortForOthers_IsWarnedOf()
    {
        var warning = Assert.Single(Start("--debug-host", "0.0.0.0", "--operations-token", "t0ken").Warnings);

        Assert.Contains("guessed", warning);
        Assert.DoesNotContain("t0ken", warning);
        Assert.Empty(Start("--operations-token", "t0ken").Warnings);
    }

    [Fact]
    public void Token_InAFileThatHasNone_IsRefusedOnce()
    {
        var empty = Write("empty", "\n");

        var error = Refuse("--debug-host", "0.0.0.0", "--operations-token-path", empty);

        Assert.StartsWith("error: --operations-token-path: ", error);
        Assert.Contains("it is empty", error);
        Assert.Contains(
            "keep one", Refuse("--operations-token-path", Write("token", "t"), "--operations-token", "other"));
    }

    [Fact]
    public void Upstreams_SameAddress_AreRefused() => Assert.Contains(
        "is the address of local too",
        Refuse("--l2-url", "http://a:80/", "--builder-url", "http://a", "--builder-jwt-token", OtherSecret));

    [Theory]
    [InlineData("http://127.0.0.1:8081", "127.0.0.1")]
    [InlineData("http://localhost:8081", "127.0.0.1")]
    [InlineData("http://127.0.0.1:8081", "0.0.0.0")]
    [InlineData("http://10.0.0.1:8081", "10.0.0.1")]
    public void Upstream_OurOwnPort_IsRefused(string url, string host) =>
        Assert.Contains("our own engine port", Refuse("--l2-url", url, "--rpc-host", host));

    [Theory]
    [InlineData("http://10.0.0.1:8081", "0.0.0.0")]
    [InlineData("http://10.0.0.1:8081", "10.0.0.2")]
    [InlineData("http://localhost:8081", "10.0.0.2")]
    public void Upstream_SamePortElsewhere_IsAccepted(string url, string host) =>
        Assert.NotNull(Start("--l2-url", url, "--rpc-host", host));

    [Fact]
    public void Times_BuilderNotBelowLocal_IsRefused()
    {
        var error = Refuse([.. Builder, "--local-timeout", "700ms"]);

        Assert.Contains("Builder:Timeout (default)", error);
        Assert.Contains("--local-timeout", error);
    }

    [Fact]
    public void Times_PollTimeoutOverInterval_IsRefused() =>
        Assert.Contains(
            "longer than the interval", Refuse("--health-poll-timeout", "3s", "--health-check-interval", "2"));

    [Fact]
    public void Times_PollIntervalUnderDefaultTimeout_ShortensTheTimeout()
    {
        var health = Start("--health-poll-interval", "200ms").Health;

        Assert.Equal(TimeSpan.FromMilliseconds(200), health.PollTimeout);
    }

    [Fact]
    public void Sizes_BodyWithoutTokenOverBody_IsRefused() =>
        Assert.Contains("over the limit of all bodies", Refuse("--body-bytes-max", "1KiB"));

    [Fact]
    public void Check_Valid_PrintsEverythingButSecrets()
    {
        var result = Load([.. Builder, "--check", "--operations-token", "t0ken", "--jwt-secret", OtherSecret]);

        Assert.Equal(0, result.ExitCode);
        Assert.Null(result.Settings);
        Assert.All(OptionCatalog.All, entry => Assert.Contains($"{entry.Key} = ", Output));
        Assert.Contains("Local:JwtSecret = (redacted) (--l2-jwt-token)", Output);
        Assert.Contains("Builder:Url = http://10.0.0.2:8551 (--builder-url)", Output);
        Assert.Contains("Local:Timeout = 9s (default)", Output);
        Assert.All([Secret, OtherSecret, "t0ken"], secret => Assert.DoesNotContain(secret, Output + Error));
    }

    [Fact]
    public void Check_Invalid_ExitsWithTheErrors()
    {
        var result = LoadBare("--check");

        Assert.Equal(2, result.ExitCode);
        Assert.Single(ErrorLines);
        Assert.Empty(Output);
    }

    [Fact]
    public void EffectiveSettings_UrlWithQuery_IsRedacted()
    {
        var settings = Start("--l2-url", "http://10.0.0.1:8551/path?key=hush");

        Assert.Contains(
            "Local:Url = http://10.0.0.1:8551/path?(redacted) (--l2-url)", EffectiveSettings.Changed(settings));
    }

    [Fact]
    public void AddGatewayOptions_Settings_AreResolvable()
    {
        var settings = Start(Builder);

        using var services = new ServiceCollection().AddGatewayOptions(settings).BuildServiceProvider();

        Assert.Same(settings, services.GetRequiredService<GatewaySettings>());
        Assert.Same(settings.Secrets, services.GetRequiredService<JwtSecrets>());
        Assert.All(typeof(OptionSet).GetProperties(), section =>
        {
            var options = services.GetRequiredService(typeof(IOptions<>).MakeGenericType(section.PropertyType));
            Assert.Same(section.GetValue(settings), options.GetType().GetProperty("Value")!.GetValue(options));
        });
    }
}
