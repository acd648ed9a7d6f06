using Sidecar.Contracts;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class BuildTests
{
    private readonly Build _build = new(BuildDigests.Of(Sample.Parent, "{}"u8), Sample.Parent, Sample.Attributes());
    private int _asked;

    [Fact]
    public async Task Builder_NotAskedYet_IsNoBuilder()
    {
        Assert.Equal(BuilderBuild.Failed(FallbackReason.NoBuilder), await _build.Builder);
    }

    [Fact]
    public void AskBuilder_WhileItIsAnswering_AsksOnce()
    {
        Ask(new TaskCompletionSource<BuilderBuild>().Task);
        Ask(Started());

        Assert.Equal(1, _asked);
        Assert.False(_build.Builder.IsCompleted);
    }

    [Fact]
    public async Task AskBuilder_AfterItStarted_AsksOnce()
    {
        Ask(Started());
        Ask(Failed());

        Assert.Equal(1, _asked);
        Assert.Equal(new PayloadId(7), (await _build.Builder).PayloadId);
    }

    [Fact]
    public async Task AskBuilder_AfterItFailed_AsksAgain()
    {
        Ask(Failed());
        Ask(Started());

        Assert.Equal(2, _asked);
        Assert.Equal(new PayloadId(7), (await _build.Builder).PayloadId);
    }

    [Fact]
    public void AskBuilder_AfterTheDecision_AsksNever()
    {
        _build.Decision = Decided();

        Ask(Started());

        Assert.Equal(0, _asked);
    }

    [Fact]
    public void AskBuilder_FailedAndDecided_AsksNoMore()
    {
        Ask(Failed());
        _build.Decision = Decided();

        Ask(Started());

        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task LeaveBuilderOut_NotAskedYet_SaysWhy()
    {
        _build.LeaveBuilderOut(FallbackReason.BuilderSyncing);

        Assert.Equal(BuilderBuild.Failed(FallbackReason.BuilderSyncing), await _build.Builder);
    }

    [Fact]
    public async Task LeaveBuilderOut_AskedBefore_KeepsItsAnswer()
    {
        Ask(Started());

        _build.LeaveBuilderOut(FallbackReason.BuilderSyncing);

        Assert.Equal(new PayloadId(7), (await _build.Builder).PayloadId);
    }

    [Fact]
    public async Task AskBuilder_LeftOutBefore_Asks()
    {
        _build.LeaveBuilderOut(FallbackReason.BuilderSyncing);

        Ask(Started());

        Assert.Equal(new PayloadId(7), (await _build.Builder).PayloadId);
    }

    private static Decision Decided() => new(PayloadSource.Local, FallbackReason.Policy, Sample.Block, 1, 1, 1, 4);

    private static Task<BuilderBuild> Started() => Task.FromResult(BuilderBuild.Started(new PayloadId(7)));

    private static Task<BuilderBuild> Failed() => Task.FromResult(BuilderBuild.Failed(FallbackReason.BuilderError));

    private void Ask(Task<BuilderBuild> answer) => _build.AskBuilder(() =>
    {
        _asked++;
        return answer;
    });
}
