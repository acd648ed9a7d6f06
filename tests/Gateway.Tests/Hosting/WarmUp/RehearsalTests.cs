using Sidecar.Gateway.Hosting.WarmUp;

namespace Sidecar.Gateway.Tests.Hosting.WarmUp;

public sealed class RehearsalTests
{
    private const int BlocksMax = 200;

    [Fact]
    public async Task MakeBlock_WithoutBuilder_AnswersEveryCall()
    {
        await using var rehearsal = await Rehearsal.StartAsync(hasBuilder: false, TimeProvider.System);

        Assert.True(await rehearsal.MakeBlockAsync(1, CancellationToken.None));
        Assert.True(await rehearsal.MakeBlockAsync(2, CancellationToken.None));
    }

    /// <summary>A builder that is not asked would leave half of the walk cold.</summary>
    [Fact]
    public async Task MakeBlock_WithBuilder_AsksTheBuilderOnceItIsSynced()
    {
        await using var rehearsal = await Rehearsal.StartAsync(hasBuilder: true, TimeProvider.System);

        var block = 0;
        while (rehearsal.PayloadsAsked == block && block < BlocksMax)
        {
            Assert.True(await rehearsal.MakeBlockAsync(++block, CancellationToken.None));
        }

        Assert.Equal(block + 1, rehearsal.PayloadsAsked);
    }

    [Fact]
    public async Task MakeBlock_TimeIsOver_IsNotMade()
    {
        await using var rehearsal = await Rehearsal.StartAsync(hasBuilder: false, TimeProvider.System);

        Assert.False(await rehearsal.MakeBlockAsync(1, new CancellationToken(canceled: true)));
    }
}
