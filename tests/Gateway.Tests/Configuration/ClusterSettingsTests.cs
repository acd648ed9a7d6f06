using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

public sealed class ClusterSettingsTests : ConfigurationFixture
{
    private static readonly string[] Redis = ["--redis", "10.0.0.5:6379"];

    [Fact]
    public void Load_NothingGiven_KeepsAllInMemory()
    {
        var settings = Start();

        Assert.Empty(settings.Redis.Endpoints);
        Assert.Equal($"{Host}:8081", settings.Cluster.GatewayId);
        Assert.Null(settings.Cluster.ChainId);
    }

    [Fact]
    public void GatewayId_PortPickedAtStart_HasTheProcessId()
    {
        var settings = Start("--engine-port", "0");

        Assert.Equal($"{Host}:{System.Environment.ProcessId}", settings.Cluster.GatewayId);
    }

    [Theory]
    [InlineData("gateway one", 8081, "gateway-one:8081")]
    [InlineData("g\u00e4teway", 1, "g-teway:1")]
    public void GatewayName_HostWithOtherLetters_IsAName(string host, int port, string expected)
    {
        var name = NameText.OfGateway(host, port);

        Assert.Equal(expected, name);
    }

    [Fact]
    public void GatewayName_LongHost_IsCutToAName()
    {
        var name = NameText.OfGateway(new string('h', 300), 8081);

        Assert.True(NameText.IsName(name));
        Assert.EndsWith(":8081", name);
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("0xa", 10)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void ChainId_DecimalOrHex_IsRead(string text, ulong expected) =>
        Assert.Equal(expected, Start("--chain-id", text).Cluster.ChainId);

    [Theory]
    [InlineData("redis", "redis", 6379)]
    [InlineData("redis-1.example.org:7000", "redis-1.example.org", 7000)]
    [InlineData("10.0.0.5:6379", "10.0.0.5", 6379)]
    [InlineData("::1", "::1", 6379)]
    [InlineData("[::1]", "::1", 6379)]
    [InlineData("[::1]:7000", "::1", 7000)]
    public void Endpoint_WithOrWithoutPort_IsRead(string text, string host, int port)
    {
        Assert.True(RedisEndpoint.TryParse(text, out var endpoint));

        Assert.Equal(new(host, port), endpoint);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":6379")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:6379x")]
    [InlineData("two words")]
    [InlineData("user@host")]
    [InlineData("host/0")]
    [InlineData("name=mymaster")]
    public void Endpoint_AnythingElse_IsRefused(string text) => Assert.False(RedisEndpoint.TryParse(text, out _));

    [Fact]
    public void Endpoints_FlagsAndCommas_AreOneList()
    {
        var settings = Start("--redis", "a,b:1", "--redis", "c");

        Assert.Equal(["a", "b:1", "c"], settings.Redis.Endpoints);
    }

    [Fact]
    public void Password_TwoSources_AreRefused()
    {
        var path = Write("password", "hush\n");

        var error = Refuse([.. Redis, "--redis-password", "hush", "--redis-password-path", path]);

        Assert.Contains("--redis-password and --redis-password-path: are two passwords", error);
        Assert.DoesNotContain("hush", error);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\n", "it is empty")]
    [InlineData("hush\nhush", "it is more than one line")]
    public void PasswordFile_NotOneLine_IsRefused(string text, string reason)
    {
        var error = Refuse([.. Redis, "--redis-password-path", Write("password", text)]);

        Assert.Contains(reason, error);
        Assert.DoesNotContain("hush", error);
    }

    [Fact]
    public void PasswordFile_Missing_IsRefused() =>
        Assert.Contains("it does not exist", Refuse([.. Redis, "--redis-password-path", "nowhere"]));

    [Theory]
    [InlineData("hu sh")]
    [InlineData("hu sh\n")]
    [InlineData("hu sh\r\n")]
    public void PasswordFile_OneLine_IsThePassword(string text)
    {
        Assert.True(PasswordFile.TryRead(Write("password", text), out var password, out _));

        Assert.Equal("hu sh", password);
    }

    [Fact]
    public void User_WithoutPassword_IsRefused()
    {
        Load([.. Redis, "--redis-user", "gateway"]);

        Assert.Contains("error: --redis-user: is a user without a password", Error);
    }

    [Fact]
    public void User_WithPassword_DependsOnTheClient()
    {
        var result = Load([.. Redis, "--redis-user", "gateway", "--redis-password", "hush"]);

        Assert.Equal(RedisClientAbilities.KnowsUsers, result.Settings is not null);
        Assert.Equal(
            !RedisClientAbilities.KnowsUsers,
            Error.Contains("--redis-user: this build's Redis client cannot log in", StringComparison.Ordinal));
    }

    [Fact]
    public void Sentinel_Named_DependsOnTheClient()
    {
        var result = Load([.. Redis, "--redis-sentinel-service", "mymaster"]);

        Assert.Equal(RedisClientAbilities.KnowsSentinels, result.Settings is not null);
        Assert.Equal(
            !RedisClientAbilities.KnowsSentinels,
            Error.Contains("--redis-sentinel-service: this build's Redis client cannot ask", StringComparison.Ordinal));
    }

    [Fact]
    public void CallBudget_NotBelowTheBuildersTime_IsRefused()
    {
        string[] builder = ["--builder-url", "http://10.0.0.2:8551", "--builder-jwt-token", OtherSecret];

        var error = Refuse([.. builder, .. Redis, "--builder-timeout", "50"]);

        Assert.Contains("Cluster:CallBudget (default): is 50ms, not below the builder's 50ms (--builder-timeout)", error);
        Assert.NotNull(Start([.. builder, "--builder-timeout", "50"]));
    }

    [Fact]
    public void Check_Password_IsRedacted()
    {
        Load([.. Redis, "--redis-password", "hush", "--check"]);

        Assert.Contains("Redis:Password = (redacted) (--redis-password)", Output);
        Assert.DoesNotContain("hush", Output + Error);
    }

    private static string Host =>
        string.Concat(System.Environment.MachineName.Select(letter => NameText.IsName($"{letter}") ? letter : '-'));
}
