using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Redis;

namespace Sidecar.Cluster.Tests.Redis;

/// <summary>Redis away, hung, slow and back. Real time: what is under test is the client of a real process.</summary>
[Trait("Category", "Redis")]
public sealed class RedisFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtOnce = CommandTimeout / 2;
    private static readonly RedisLimits Limits = new() { CommandTimeout = CommandTimeout };
    private static readonly PayloadKey Key = PayloadBytesHost.Key(1);
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 1024 * 1024).Select(i => (byte)(i % 251))];

    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Redis_KilledAndRestarted_WritesFailAtOnceAndThenGoOn()
    {
        await using var host = await ConnectAsync();
        Assert.True(await WriteAsync(host));
        await _redis.KillAsync();

        // The first calls may still find the connection's end in their way; soon they fail without waiting.
        await Polling.UntilAsync(async () =>
        {
            var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));
            return !isWritten && elapsed < TimeSpan.FromMilliseconds(50);
        });
        var isConnectedWithout = host.Link.IsConnected;
        await _redis.RestartAsync();
        using var read = await UntilReadAsync(host);

        Assert.False(isConnectedWithout);
        Assert.Equal(Bytes, read.Bytes.ToArray());
        Assert.True(await WriteAsync(host));
    }

    [Fact]
    public async Task Redis_RestartedWithoutItsData_FindsNothingAndWritesAgain()
    {
        await using var host = await ConnectAsync();
        Assert.True(await WriteAsync(host));
        await _redis.KillAsync();
        await _redis.RestartAsync(keepsData: false);

        await Polling.UntilAsync(async () =>
        {
            using var lost = await host.Bytes.ReadAsync(Key, CancellationToken.None);
            return host.Meters.Count("sidecar.payload.reads absent") > 0;
        });

        Assert.True(await WriteAsync(host));
    }

    [Fact]
    public async Task Redis_Paused_CallsEndInTheirTimeThenAtOnceThenGoOn()
    {
        await using var host = await ConnectAsync();
        Assert.True(await WriteAsync(host));
        _redis.Pause();
        using var budget = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        var (hurried, hurriedFor) = await TimeAsync(() => host.Bytes.ReadAsync(Key, budget.Token));
        var (written, writtenFor) = await TimeAsync(() => WriteAsync(host));
        var (next, nextFor) = await TimeAsync(() => WriteAsync(host));
        _redis.Resume();
        using var read = await UntilReadAsync(host);

        Assert.Null(hurried);
        Assert.InRange(hurriedFor, TimeSpan.Zero, AtOnce);
        Assert.False(written);
        Assert.InRange(writtenFor, CommandTimeout * 0.5, CommandTimeout * 2);
        Assert.False(next);
        Assert.InRange(nextFor, TimeSpan.Zero, AtOnce);
        Assert.Equal(Bytes, read.Bytes.ToArray());
        Assert.True(await WriteAsync(host));
    }

    [Fact]
    public async Task Redis_SlowButWithinTheTime_IsUsed()
    {
        await using var host = await ConnectAsync();
        await _redis.AskAsync("CLIENT", "PAUSE", "300");

        var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));

        Assert.True(isWritten);
        Assert.InRange(elapsed, TimeSpan.FromMilliseconds(100), CommandTimeout * 2);
    }

    [Fact]
    public async Task Redis_SlowerThanTheTime_IsGoneOnWithWhenItAnswers()
    {
        await using var host = await ConnectAsync();
        await _redis.AskAsync("CLIENT", "PAUSE", "4000");

        var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));
        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.False(isWritten);
        Assert.InRange(elapsed, CommandTimeout * 0.9, CommandTimeout * 3.5);
    }

    [Fact]
    public async Task Redis_AwayAtTheStart_IsUsedWhenItComes()
    {
        await _redis.KillAsync();
        await using var host = await PayloadBytesHost.StartAsync(PayloadBytesHost.Configuration(_redis.Endpoint), Limits);

        var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));
        await _redis.RestartAsync();
        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.False(isWritten);
        Assert.InRange(elapsed, TimeSpan.Zero, AtOnce);
    }

    [Fact]
    public async Task Redis_PausedAtTheStart_IsUsedWhenItGoesOn()
    {
        _redis.Pause();
        await using var host = await PayloadBytesHost.StartAsync(PayloadBytesHost.Configuration(_redis.Endpoint), Limits);

        var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));
        _redis.Resume();
        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.False(isWritten);
        Assert.InRange(elapsed, TimeSpan.Zero, AtOnce);
    }

    [Fact]
    public async Task Connection_SilentForLong_IsReplaced()
    {
        await using var relay = new SilentRelay(_redis.Port);
        var limits = Limits with { GiveUpAfter = CommandTimeout * 2 };
        await using var host = await PayloadBytesHost.ConnectAsync(relay.Endpoint, limits);
        Assert.True(await WriteAsync(host));

        // What a firewall does that forgets a connection: nothing arrives any more, and nobody says so.
        relay.SilenceOpenConnections();
        var isWritten = await WriteAsync(host);
        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.False(isWritten);
    }

    [Fact]
    public async Task Redis_Full_RefusesAndIsUsedAgainWithRoom()
    {
        await using var host = await ConnectAsync();
        await _redis.AskAsync("CONFIG", "SET", "maxmemory", "1mb");

        var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));
        await _redis.AskAsync("CONFIG", "SET", "maxmemory", "0");

        Assert.False(isWritten);
        Assert.InRange(elapsed, TimeSpan.Zero, CommandTimeout);
        Assert.True(await WriteAsync(host));
    }

    [Fact]
    public async Task Password_Wrong_FailsAtOnceUntilItIsRight()
    {
        await using var secured = await RedisServer.StartAsync(new() { KeepsData = false, Password = "right" });
        await using var host = await PayloadBytesHost.StartAsync(
            PayloadBytesHost.Configuration(secured.Endpoint, "wrong"), Limits);
        await UntilRefusedAsync(secured, "WRONGPASS");

        var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));
        await secured.AskAsync("CONFIG", "SET", "requirepass", "wrong");
        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.False(isWritten);
        Assert.InRange(elapsed, TimeSpan.Zero, AtOnce);
    }

    [Fact]
    public async Task Password_Right_IsAccepted()
    {
        await using var secured = await RedisServer.StartAsync(new() { KeepsData = false, Password = "right" });
        await using var host = await PayloadBytesHost.StartAsync(
            PayloadBytesHost.Configuration(secured.Endpoint, "right"), Limits);

        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.Contains("name=sidecar", string.Join('\n', await secured.AskAsync("CLIENT", "LIST")));
    }

    [Fact]
    public async Task Password_Missing_FailsAtOnceUntilNoneIsNeeded()
    {
        await using var secured = await RedisServer.StartAsync(new() { KeepsData = false, Password = "right" });
        await using var host = await PayloadBytesHost.StartAsync(
            PayloadBytesHost.Configuration(secured.Endpoint), Limits with { GiveUpAfter = CommandTimeout * 2 });
        await UntilRefusedAsync(secured, "NOAUTH");

        var (isWritten, elapsed) = await TimeAsync(() => WriteAsync(host));
        await secured.AskAsync("CONFIG", "SET", "requirepass", "");
        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.False(isWritten);
        Assert.InRange(elapsed, TimeSpan.Zero, AtOnce);
    }

    [Fact]
    public async Task Tls_TrustedCertificate_IsUsed()
    {
        await using var secured = await RedisServer.StartAsync(
            new() { KeepsData = false, Tls = true, Password = "right" });
        var configuration = PayloadBytesHost.Configuration(secured.Endpoint, "right", tls: true);
        using var trusted = X509Certificate2.CreateFromPem(secured.CertificatePem);
        configuration.CertificateValidation += (_, shown, _, _) =>
            shown!.GetCertHashString() == trusted.GetCertHashString();
        await using var host = await PayloadBytesHost.StartAsync(configuration, Limits);

        await Polling.UntilAsync(() => WriteAsync(host));
        using var read = await host.Bytes.ReadAsync(Key, CancellationToken.None);

        Assert.Equal(Bytes, read!.Bytes.ToArray());
    }

    [Fact]
    public async Task Tls_UnknownCertificate_IsRefused()
    {
        await using var secured = await RedisServer.StartAsync(new() { KeepsData = false, Tls = true });
        var configuration = PayloadBytesHost.Configuration(secured.Endpoint, tls: true);
        var shown = new TaskCompletionSource();
        configuration.CertificateValidation += (_, _, _, errors) =>
        {
            shown.TrySetResult();
            return errors == System.Net.Security.SslPolicyErrors.None;
        };
        await using var host = await PayloadBytesHost.StartAsync(configuration, Limits);

        await shown.Task.WaitAsync(Patience.Default);

        Assert.False(await WriteAsync(host));
    }

    private static Task UntilRefusedAsync(RedisServer server, string error) => Polling.UntilAsync(async () =>
        (await server.AskAsync("INFO", "errorstats")).Any(line => line.Contains(error, StringComparison.Ordinal)));

    private static async Task<(T Result, TimeSpan Elapsed)> TimeAsync<T>(Func<Task<T>> call)
    {
        var watch = Stopwatch.StartNew();
        var result = await call();
        return (result, watch.Elapsed);
    }

    private static Task<bool> WriteAsync(PayloadBytesHost host) =>
        host.Bytes.WriteAsync(Key, new ReadOnlySequence<byte>(Bytes), CancellationToken.None);

    private static async Task<Gateway.JsonRpc.BodyLease> UntilReadAsync(PayloadBytesHost host)
    {
        Gateway.JsonRpc.BodyLease? read = null;
        await Polling.UntilAsync(
            async () => (read = await host.Bytes.ReadAsync(Key, CancellationToken.None)) is not null);
        return read!;
    }

    private Task<PayloadBytesHost> ConnectAsync() => PayloadBytesHost.ConnectAsync(_redis.Endpoint, Limits);
}
