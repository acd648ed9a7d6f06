namespace Orleans.Embedded.Tests.Calls;

/// <summary>Every pair of kinds: what runs, what joins.</summary>
public sealed class InterleavingTests
{
    [Theory]
    [InlineData("ordinary", "ordinary", false)]
    [InlineData("ordinary", "look", false)]
    [InlineData("ordinary", "interleave", true)]
    [InlineData("look", "ordinary", false)]
    [InlineData("look", "look", true)]
    [InlineData("look", "interleave", true)]
    [InlineData("interleave", "ordinary", true)]
    [InlineData("interleave", "look", true)]
    [InlineData("interleave", "interleave", true)]
    public Task Call_OnAnOrdinaryClass_InterleavesByTheTable(string running, string joining, bool interleaves) =>
        CheckAsync<ProbeGrain>(running, joining, interleaves);

    [Theory]
    [InlineData("ordinary", "ordinary")]
    [InlineData("ordinary", "look")]
    [InlineData("look", "ordinary")]
    public Task Call_OnAReentrantClass_Interleaves(string running, string joining) =>
        CheckAsync<ReentrantProbeGrain>(running, joining, interleaves: true);

    [Fact]
    public async Task OrdinaryCall_TwoReadersRun_WaitsForBoth()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        var grain = host.Grain<IProbeGrain>("a");
        var first = grain.Look("first", CancellationToken.None);
        var second = grain.Look("second", CancellationToken.None);
        await host.Stage.Entered("first");
        await host.Stage.Entered("second");
        var writer = grain.Note(1);

        host.Stage.Open("first");
        await first;
        host.Stage.Open("second");
        await Task.WhenAll(second, writer);

        Assert.Equal(["-first", "-second", "+1", "-1"], host.Stage.Events.Skip(2));
    }

    [Fact]
    public async Task Readers_OrdinaryCallWaits_PassIt()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        var grain = host.Grain<IProbeGrain>("a");
        var first = grain.Look("first", CancellationToken.None);
        await host.Stage.Entered("first");
        var writer = grain.Note(1);

        var second = grain.Look("second", CancellationToken.None);
        await host.Stage.Entered("second");

        host.Stage.Open("first", "second");
        await Task.WhenAll(first, writer, second);
        Assert.Equal(["+1", "-1"], host.Stage.Events.TakeLast(2));
    }

    [Fact]
    public async Task InterleavedCalls_RunningInParallel_NeverShareAnInstant()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<TurnsGrain>());
        var grain = host.Grain<ITurnsGrain>("a");

        var overlaps = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => grain.TakeTurns(200))));

        Assert.All(overlaps, overlap => Assert.Equal(0, overlap));
    }

    private static async Task CheckAsync<TGrain>(string running, string joining, bool interleaves)
        where TGrain : Grain
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<TGrain>());
        var grain = host.Grain<IProbeGrain>("a");
        var first = Call(grain, running, "first");
        await host.Stage.Entered("first");

        var second = Call(grain, joining, "second");
        if (interleaves)
        {
            await host.Stage.Entered("second");
        }

        host.Stage.Open("first");
        await first;
        host.Stage.Open("second");
        await second;
        string[] expected = interleaves
            ? ["+first", "+second", "-first", "-second"]
            : ["+first", "-first", "+second", "-second"];
        Assert.Equal(expected, host.Stage.Events);
    }

    private static Task Call(IProbeGrain grain, string kind, string gate) => kind switch
    {
        "ordinary" => grain.Ordinary(gate, CancellationToken.None),
        "look" => grain.Look(gate, CancellationToken.None),
        "interleave" => grain.Interleave(gate, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
