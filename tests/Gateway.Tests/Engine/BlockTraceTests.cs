using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>What operators are told of a block, on a clock that moves a millisecond at a time.</summary>
public sealed class BlockTraceTests : IDisposable
{
    private readonly WalkHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Posted_BuilderBlock_HasItsStagesAndLaterLocalsBlock()
    {
        await _host.StartBuildAsync();
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        Tick(3);
        (await _host.BuilderCallAsync(0)).Reply(WalkHost.BuilderResponse());
        var validation = await _host.LocalCallAsync(2, UpstreamMethod.Validate);
        Tick(2);
        validation.Reply(WalkHost.Status("VALID"));
        await WalkHost.TextAsync(answer);
        var first = await TakeAsync();

        Tick(4);
        (await _host.LocalCallAsync(1, UpstreamMethod.GetPayload)).Reply(Sample.Response().ToJsonString());
        var second = await TakeAsync();

        Assert.Equal((PayloadSource.Builder, FallbackReason.None), (first.Source, first.Reason));
        Assert.Equal(new BlockTimes(0, 0, null, 0, 3000, 5000, 5000, 5000), first.Times);
        Assert.Null(first.Local);
        Assert.NotNull(first.Builder);
        Assert.True(second.IsSameAs(first));
        Assert.Equal(first.Times with { LocalPayload = 9000 }, second.Times);
        Assert.NotNull(second.Local);
    }

    [Fact]
    public async Task Posted_BuilderBlockNotValid_HasBothSidesAndTheReason()
    {
        await _host.StartBuildAsync();
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        Tick(1);
        (await _host.BuilderCallAsync(0)).Reply(WalkHost.BuilderResponse());
        var validation = await _host.LocalCallAsync(2, UpstreamMethod.Validate);
        Tick(1);
        validation.Reply(WalkHost.Status("INVALID"));
        (await _host.LocalCallAsync(1, UpstreamMethod.GetPayload)).Reply(Sample.Response().ToJsonString());
        await WalkHost.TextAsync(answer);

        var block = await TakeAsync();

        Assert.Equal((PayloadSource.Local, FallbackReason.NotValid), (block.Source, block.Reason));
        Assert.Equal(new BlockTimes(0, 0, 2000, 0, 1000, 2000, 2000, 2000), block.Times);
        Assert.NotNull(block.Builder);
        Assert.Equal(block.Builder, block.Local);
    }

    [Fact]
    public async Task Posted_UnknownBuild_HasLocalsSide()
    {
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        Tick(2);
        (await _host.LocalCallAsync(0, UpstreamMethod.GetPayload)).Reply(Sample.Response().ToJsonString());
        await WalkHost.TextAsync(answer);

        var block = await TakeAsync();

        Assert.Equal(FallbackReason.UnknownBuild, block.Reason);
        Assert.Equal(new BlockTimes(null, null, 2000, null, null, null, 2000, 2000), block.Times);
        Assert.NotNull(block.Local);
    }

    private void Tick(int milliseconds) => _host.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private async Task<BlockSummary> TakeAsync()
    {
        Assert.True(await _host.Feed.WaitAsync(CancellationToken.None).AsTask().WaitAsync(TestKit.Patience.Default));
        Assert.True(_host.Feed.TryTake(out var block));
        return block!;
    }
}
