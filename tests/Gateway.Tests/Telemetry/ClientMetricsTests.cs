using Sidecar.Contracts;
using Sidecar.Gateway.Health;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed class ClientMetricsTests
{
    [Fact]
    public async Task Heads_OfWhoToldOne_AreShownWithTheirAge()
    {
        using var host = await TelemetryHost.StartAsync();
        var time = new ManualTimeProvider();
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        (BlockHead?, BlockHead?) heads = (new BlockHead(12, BlockHash.Zero, now - 3), null);
        host.Metrics.ObserveHeads(() => heads, time);

        var before = host.Lines();
        heads.Item2 = new BlockHead(10, BlockHash.Zero, now - 7);
        var after = host.Lines();

        Assert.Contains("sidecar_head_number{upstream=\"local\"} 12", before);
        Assert.DoesNotContain(before, line => line.StartsWith("sidecar_head_number{upstream=\"builder\"}", StringComparison.Ordinal));
        Assert.Contains("sidecar_head_number{upstream=\"builder\"} 10", after);
        Assert.Contains("sidecar_head_age_seconds{upstream=\"builder\"} 7", after);
    }

    [Fact]
    public async Task TokenSkew_BeforeAToken_IsNotShown()
    {
        using var host = await TelemetryHost.StartAsync();
        double? skew = null;
        host.Metrics.ObserveTokenSkew(() => skew);

        var before = host.Lines();
        skew = -1.5;

        Assert.DoesNotContain(before, line => line.StartsWith("sidecar_token_skew_seconds ", StringComparison.Ordinal));
        Assert.Contains("sidecar_token_skew_seconds -1.5", host.Lines());
    }

    [Fact]
    public async Task Process_Scraped_TellsWhatItTakes()
    {
        using var host = await TelemetryHost.StartAsync();

        var lines = host.Lines();

        var started = DateTimeOffset.FromUnixTimeSeconds((long)Value("process_start_time_seconds"));
        Assert.InRange(DateTimeOffset.UtcNow - started, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.True(Value("process_cpu_seconds_total") > 0);
        Assert.True(Value("process_resident_memory_bytes") > 1 << 20);
        Assert.True(Value("process_open_fds") > 3);
        Assert.True(Value("process_num_threads") > 1);

        double Value(string name) => double.Parse(
            lines.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).AsSpan(name.Length + 1),
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
