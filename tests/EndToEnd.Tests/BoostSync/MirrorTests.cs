using System.Globalization;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.BoostSync;

/// <summary>Transactions reach the builder, up to a bound when it is away.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "30")]
public sealed class MirrorTests
{
    private const string Send = "eth_sendRawTransaction";

    [Theory]
    [InlineData("eth_sendRawTransaction")]
    [InlineData("eth_sendRawTransactionConditional")]
    public async Task Transaction_Sent_IsInBothMempoolsAndInTheBuildersBlock(string method)
    {
        await using var rig = await Rig.StartAsync();

        var call = await rig.OpNode.CallAsync(method, "0x02aabb");
        await rig.Builder.WaitForCallAsync(method);
        var block = await rig.MakeBlockAsync();

        Assert.True(call.Succeeded, call.ToString());
        Assert.Equal(MadeBlock.Builder, block.Source);
        Assert.Contains("0x02aabb", block.Block.Transactions);
        Assert.Single(rig.Local.CallsOf(method));
        Assert.Single(rig.Builder.CallsOf(method));
    }

    [Fact]
    public async Task Transactions_BuilderAwayForThreeSeconds_NoneIsLost()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Crash();
        var until = DateTimeOffset.UtcNow.AddSeconds(3);
        List<string> sent = [];
        while (DateTimeOffset.UtcNow < until)
        {
            sent.Add(Transaction(sent.Count));
            await SendAsync(rig, sent[^1]);
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        await rig.Builder.ReviveAsync();
        await rig.Builder.WaitForCallAsync(Send, sent.Count, TimeSpan.FromSeconds(30));

        Assert.Equal(sent.Order(), rig.Builder.Mempool.Order());
        Assert.Equal(sent.Count, rig.Builder.CallsOf(Send).Count);
        Assert.Equal(0, await DroppedAsync(rig, "full") + await DroppedAsync(rig, "aged"));
    }

    [Fact]
    public async Task Transactions_MoreThanTheBoundWhileAway_TheBoundArrivesAndTheRestIsCounted()
    {
        await using var rig = await Rig.StartAsync("--boost-sync-mirror-length-max", "20");
        rig.Builder.Crash();
        for (var number = 0; number < 100; number++)
        {
            await SendAsync(rig, Transaction(number));
        }

        var dropped = (int)await DroppedAsync(rig, "full");
        await rig.Builder.ReviveAsync();
        await rig.Builder.WaitForCallAsync(Send, 100 - dropped, TimeSpan.FromSeconds(30));
        await SendAsync(rig, "0x02dddd");
        await rig.Builder.WaitForCallAsync(call => call.BodyText.Contains("0x02dddd", StringComparison.Ordinal));

        // The queue holds twenty, and each of the four senders one.
        Assert.InRange(100 - dropped, 20, 24);
        Assert.Equal(101 - dropped, rig.Builder.CallsOf(Send).Count);
        Assert.Equal(100, rig.Local.CallsOf(Send).Count - 1);
    }

    [Fact]
    public async Task Transactions_MoreBytesThanTheBoundWhileAway_TheRestIsDropped()
    {
        await using var rig = await Rig.StartAsync("--boost-sync-mirror-bytes-max", "64KiB");
        rig.Builder.Crash();

        for (var number = 0; number < 10; number++)
        {
            await SendAsync(rig, Transaction(number) + new string('0', 20_000));
        }

        Assert.InRange(await DroppedAsync(rig, "full"), 6, 9);
    }

    [Fact]
    public async Task Transactions_OlderThanTheBound_AreDroppedAndNewOnesArrive()
    {
        await using var rig = await Rig.StartAsync("--boost-sync-mirror-age-max", "1");
        rig.Builder.Crash();
        for (var number = 0; number < 10; number++)
        {
            await SendAsync(rig, Transaction(number));
        }

        await rig.Gateway.WaitForMetricAsync("sidecar_mirror_dropped_total{reason=\"aged\"}", count => count == 10);
        await rig.Builder.ReviveAsync();
        await SendAsync(rig, "0x02dddd");

        await rig.Builder.WaitForCallAsync(Send);
        Assert.Equal(["0x02dddd"], rig.Builder.Mempool);
    }

    [Fact]
    public async Task Transaction_BuilderHangs_CallerGetsLocalsAnswerAtOnce()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Faults.Blackhole();

        var call = await SendAsync(rig, "0x02aa");

        Assert.True(call.Succeeded);
        Assert.InRange(call.Milliseconds, 0, 1000);
    }

    private static Task<EngineCall> SendAsync(Rig rig, string transaction) => rig.OpNode.CallAsync(Send, transaction);

    private static string Transaction(int number) => string.Create(CultureInfo.InvariantCulture, $"0x02{number:x8}");

    private static Task<double> DroppedAsync(Rig rig, string reason) =>
        rig.Gateway.MetricAsync($"sidecar_mirror_dropped_total{{reason=\"{reason}\"}}");
}
