using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Tests.Configuration;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class RedisConfigurationTests : ConfigurationFixture
{
    [Fact]
    public void Create_Endpoints_AreAddressesAndNames()
    {
        var configuration = RedisConfiguration.Create(
            Start("--redis", "10.0.0.5:7000,redis-1.example.org,[::1]:7001").Redis);

        Assert.Equal(
            [
                new IPEndPoint(IPAddress.Parse("10.0.0.5"), 7000), new DnsEndPoint("redis-1.example.org", 6379),
                new IPEndPoint(IPAddress.IPv6Loopback, 7001),
            ],
            configuration.EndPoints);
    }

    [Fact]
    public void Create_Defaults_ComeBackByThemselves()
    {
        var configuration = RedisConfiguration.Create(Start("--redis", "redis").Redis);

        Assert.False(configuration.AbortOnConnectFail);
        Assert.True(configuration.ReconnectRetryPolicy.ShouldRetry(1, 600));
        Assert.False(configuration.ReconnectRetryPolicy.ShouldRetry(1, 400));
        Assert.Equal((1000, 5), (configuration.ConnectTimeout, configuration.KeepAlive));
        Assert.Equal("sidecar", configuration.ClientName);
        Assert.False(configuration.Ssl);
        Assert.Null(configuration.Password);
    }

    [Fact]
    public void Create_TlsAndPassword_AreHandedOver()
    {
        var configuration = RedisConfiguration.Create(
            Start("--redis", "redis", "--redis-tls", "--redis-password", "hush").Redis);

        Assert.True(configuration.Ssl);
        Assert.Equal("hush", configuration.Password);
    }

    [Fact]
    public void Create_PasswordFile_IsRead()
    {
        var settings = Start("--redis", "redis", "--redis-password-path", Write("password", "hush\n"));

        Assert.Equal("hush", RedisConfiguration.Create(settings.Redis).Password);
    }

    [Fact]
    public void Create_PasswordFileGoneSinceTheCheck_Fails()
    {
        var path = Write("password", "hush");
        var settings = Start("--redis", "redis", "--redis-password-path", path);
        File.Delete(path);

        var error = Assert.Throws<InvalidOperationException>(() => RedisConfiguration.Create(settings.Redis));

        Assert.Equal("Redis:PasswordPath: no password could be read: it does not exist.", error.Message);
    }

    [Fact]
    public void Create_UserAndService_AreHandedOverAsFarAsTheClientKnowsThem()
    {
        var options = new RedisOptions { User = "gateway", Password = "hush", SentinelService = "mymaster" };

        var configuration = RedisConfiguration.Create(options);

        var user = configuration.GetType().GetProperty("User")?.GetValue(configuration);
        Assert.Equal(RedisClientAbilities.KnowsUsers ? "gateway" : null, user);
        Assert.Equal("mymaster", configuration.ServiceName);
    }

    [Fact]
    public void AddPayloadBytes_WithoutRedis_OnlyStandsIn()
    {
        using var services = Services();

        Assert.IsType<NoPayloadBytes>(services.GetRequiredService<IPayloadBytes>());
        Assert.NotNull(services.GetRequiredService<PayloadWriter>());
        Assert.DoesNotContain(services.GetServices<IHostedService>(), service => service is PayloadWriter);
    }

    [Fact]
    public async Task AddPayloadBytes_WithRedis_WritesWhatIsAdded()
    {
        await using var services = Services("--redis", "127.0.0.1:1");

        Assert.IsType<RedisPayloadBytes>(services.GetRequiredService<IPayloadBytes>());
        Assert.Equal(
            [typeof(RedisLink), typeof(PayloadWriter)],
            services.GetServices<IHostedService>().Select(service => service.GetType())
                .Where(type => type.Namespace!.StartsWith("Sidecar.Gateway.Cluster", StringComparison.Ordinal)));
    }

    private ServiceProvider Services(params string[] args)
    {
        var settings = Start(args);
        return new ServiceCollection()
            .AddLogging()
            .AddGatewayOptions(settings)
            .AddTelemetry()
            .AddPayloadBytes(hasRedis: settings.Redis.Endpoints.Count > 0)
            .BuildServiceProvider();
    }
}
