using System.Security.Cryptography.X509Certificates;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Tls;

/// <summary>TLS to local, to the builder and to Redis, with certificates that this machine has never heard of.</summary>
[Trait("Category", "E2E")]
public sealed class TlsTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Times = ["--l2-timeout", "9000", "--builder-timeout", "8000"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tls-").FullName;
    private readonly TestAuthority _authority = new();
    private SimulatedClient _local = null!;
    private SimulatedClient _builder = null!;

    public async Task InitializeAsync()
    {
        _local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        _builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
    }

    public async Task DisposeAsync()
    {
        await _builder.DisposeAsync();
        await _local.DisposeAsync();
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Upstreams_WithAnAuthorityAndAPin_MakeBlocksOverTls()
    {
        using var pinned = _authority.Issue("another-name.example", isExpired: true);
        await using var local = new TlsProxy(_authority.Issue(), _local.Url);
        await using var builder = new TlsProxy(pinned, _builder.Url);
        await using var gateway = Start(
            local, builder, "--local-tls-ca-path", Write(_authority.Pem),
            "--builder-tls-pin", TestAuthority.PinOf(pinned));
        await gateway.WaitForAsync("readyz", System.Net.HttpStatusCode.OK);
        using var opNode = gateway.OpNode();

        await opNode.MakeBlocksAsync(2);
        var chainId = await gateway.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}""");

        Assert.True(chainId.Succeeded, chainId.ToString());
        Assert.Equal(2, await gateway.BlocksAsync("builder", "none"));
        Assert.True(local.Handshakes > 0 && builder.Handshakes > 0);
    }

    [Fact]
    public async Task Builder_WithAnotherKeyThanThePinned_IsUnreachableAndBlocksGoOn()
    {
        using var expected = _authority.Issue();
        await using var local = new TlsProxy(_authority.Issue(), _local.Url);
        await using var builder = new TlsProxy(_authority.Issue(), _builder.Url);
        await using var gateway = Start(
            local, builder, "--local-tls-ca-path", Write(_authority.Pem),
            "--builder-tls-ca-path", Write(_authority.Pem), "--builder-tls-pin", TestAuthority.PinOf(expected));
        await gateway.WaitForAsync("readyz", System.Net.HttpStatusCode.OK);
        using var opNode = gateway.OpNode();

        await opNode.MakeBlocksAsync(1);

        Assert.Equal(0, await gateway.BlocksAsync("builder", "none"));
        Assert.Empty(_builder.Calls);
    }

    [Fact]
    public async Task Local_WithACertificateOfNobodyKnown_GetsNoTokenOfOurs()
    {
        await using var local = new TlsProxy(_authority.Issue(), _local.Url);
        await using var gateway = GatewayUnderTest.Start(local.Url, _local.JwtSecret!, null, null);
        await gateway.WaitForAsync("livez", System.Net.HttpStatusCode.OK);

        var call = await gateway.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}""");

        Assert.Equal((502, -32000), (call.Status, call.ErrorCode));
        Assert.Empty(_local.Calls);
    }

    [Theory]
    [InlineData("authority", 1)]
    [InlineData("pin", 1)]
    [InlineData("other-pin", 0)]
    [InlineData("nothing", 0)]
    public async Task Redis_WithACertificateOfItsOwn_IsUsedIfItIsTrusted(string trust, int connected)
    {
        await using var redis = await RedisServer.StartAsync(new() { KeepsData = false, Tls = true });
        using var shown = X509Certificate2.CreateFromPem(redis.CertificatePem);
        using var other = _authority.Issue();
        string[] flags = trust switch
        {
            "authority" => ["--redis-tls-ca-path", Write(redis.CertificatePem)],
            "pin" => ["--redis-tls-pin", TestAuthority.PinOf(shown)],
            "other-pin" => ["--redis-tls-pin", TestAuthority.PinOf(other)],
            _ => [],
        };
        await using var gateway = GatewayUnderTest.Start(
            _local.Url, _local.JwtSecret!, null, null, ["--redis", redis.Endpoint, "--redis-tls", .. flags]);
        await gateway.Process.WaitForLineAsync(connected == 1 ? "Connected to Redis." : "its certificate is none that we trust");

        await gateway.WaitForStateAsync("sidecar_redis_connected", connected);
        if (connected == 1)
        {
            await gateway.WaitForStateAsync("sidecar_cluster_reachable", 1);
        }
    }

    private GatewayUnderTest Start(TlsProxy local, TlsProxy builder, params string[] flags) => GatewayUnderTest.Start(
        local.Url, _local.JwtSecret!, builder.Url, _builder.JwtSecret,
        ["--health-check-interval", "1", "--max-unsafe-interval", "3600", .. Times, .. flags]);

    private string Write(string pem)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".pem");
        File.WriteAllText(path, pem);
        return path;
    }
}
