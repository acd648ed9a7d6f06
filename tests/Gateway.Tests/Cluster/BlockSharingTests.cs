using System.Collections.Immutable;
using NSubstitute;
using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Cluster.Blocks;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.TestKit;
using static Sidecar.Gateway.Tests.Blocks.SampleBlocks;

namespace Sidecar.Gateway.Tests.Cluster;

/// <summary>Blocks go to the other gateways in pages, and come back from there while somebody looks.</summary>
public sealed class BlockSharingTests : IDisposable
{
    private readonly ClusterHost _host = new();
    private readonly BlockLog _log = new();
    private readonly HealthState _health;

    public BlockSharingTests()
    {
        _health = new HealthState(new HealthOptions(), ExecutionMode.Enabled, hasBuilder: true, _host.Time);
        _host.Pages.Read(Arg.Any<CancellationToken>()).Returns(new BlockPageState());
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Share_BlocksOfThisGateway_ArePagedAndToldOnce()
    {
        await _host.ReachAsync();
        var told = Told(2);
        using var sharing = Sharing();
        await sharing.StartAsync(CancellationToken.None);
        _log.Add(Block(31) with { Local = null });
        _log.Add(Block(31));
        _log.Add(Block(32));
        _log.Add(Block(33, "gateway-b"));

        await _host.Time.WaitForTimersAsync().WaitAsync(Patience.Default);
        _host.Time.Advance(BlockSharing.Pause);
        await told.WaitAsync(Patience.Default);
        await sharing.StopAsync(CancellationToken.None);

        Assert.Equal(["10/0", "10/32"], _host.PagesAsked);
        await _host.Pages.Received(1).Add(
            Arg.Is<ImmutableList<BlockSummary>>(list => list.Single() == Block(31)), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Share_ClusterAway_IsDoneWhenItIsBack()
    {
        var told = Told(1);
        using var sharing = Sharing();
        await sharing.StartAsync(CancellationToken.None);
        _log.Add(Block(1));
        await _host.Time.WaitForTimersAsync().WaitAsync(Patience.Default);
        _host.Time.Advance(BlockSharing.Pause);
        await _host.Time.WaitForTimersAsync().WaitAsync(Patience.Default);
        Assert.Empty(_host.PagesAsked);

        await _host.ReachAsync();
        _host.Time.Advance(BlockSharing.RetryPause);

        await told.WaitAsync(Patience.Default);
        await sharing.StopAsync(CancellationToken.None);
        Assert.Equal(["10/0"], _host.PagesAsked);
    }

    [Fact]
    public async Task Refresh_OthersBlocks_ComeIntoTheLog()
    {
        await _host.ReachAsync();
        _host.Pages.Read(Arg.Any<CancellationToken>())
            .Returns(new BlockPageState { Blocks = [Block(1, "gateway-b"), Block(2, "gateway-b")] });
        using var blocks = Reader();

        await blocks.RefreshAsync(CancellationToken.None);

        Assert.True(blocks.IsComplete);
        Assert.Equal([2UL, 1], _log.Read().Select(block => block.Number));
    }

    [Fact]
    public async Task Refresh_FirstAndSoonAfter_ReadsManyPagesThenNoneThenTwo()
    {
        await _host.ReachAsync();
        _log.Add(Block(1000));
        using var blocks = Reader();

        await blocks.RefreshAsync(CancellationToken.None);
        var first = _host.PagesAsked.Count;
        await blocks.RefreshAsync(CancellationToken.None);
        var again = _host.PagesAsked.Count - first;
        _host.Time.Advance(ClusterBlocks.LookInterval);
        await blocks.RefreshAsync(CancellationToken.None);

        Assert.Equal((BlockLog.BlocksMax / GrainKeys.BlocksAPage) + 1, first);
        Assert.Equal(0, again);
        Assert.Equal(["10/992", "10/960"], _host.PagesAsked.Skip(first));
    }

    [Fact]
    public async Task Refresh_ClusterHangs_EndsAndSaysThatItIsNotComplete()
    {
        await _host.ReachAsync();
        _host.Pages.Read(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource<BlockPageState>().Task);
        using var blocks = Reader();

        await _host.AdvanceUntilDoneAsync(blocks.RefreshAsync(CancellationToken.None));

        Assert.False(blocks.IsComplete);
        Assert.True(_host.Client.IsReachable, "Nobody's walk was late.");
    }

    [Fact]
    public async Task Refresh_ClusterAway_AsksNobody()
    {
        using var blocks = Reader();

        await blocks.RefreshAsync(CancellationToken.None);

        Assert.False(blocks.IsComplete);
        Assert.Empty(_host.PagesAsked);
    }

    private ClusterBlocks Reader() => new(_log, _host.Client, _host.Identity, _health, _host.Time);

    private BlockSharing Sharing() => new(_log, _host.Client, _host.Identity, _host.Meters.Metrics, _host.Time);

    /// <summary>Ends when so many pages were written.</summary>
    private Task Told(int pages)
    {
        var told = new CountdownEvent(pages);
        var done = new TaskCompletionSource();
        _host.Pages.Add(Arg.Any<ImmutableList<BlockSummary>>(), Arg.Any<CancellationToken>()).Returns(_ =>
        {
            if (told.Signal())
            {
                done.SetResult();
            }

            return true;
        });
        return done.Task;
    }
}
