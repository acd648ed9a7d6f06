using FsCheck;
using FsCheck.Fluent;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.State;

/// <summary>However increments through several hosts interleave, none is lost and none is counted twice.</summary>
public sealed class ConflictProperties
{
    [Fact]
    public void Increments_AnyInterleavingThroughAnyHosts_AddUpExactly()
    {
        var plans =
            from hosts in Gen.Choose(1, 4)
            from keys in Gen.Choose(1, 2)
            from stalenessMs in Gen.Elements(0, 0, 50)
            from steps in Gen.ArrayOf(
                from host in Gen.Choose(0, hosts - 1)
                from key in Gen.Choose(0, keys - 1)
                from pause in Gen.Choose(0, 3)
                select new Step(host, key, pause))
            select new Plan(hosts, TimeSpan.FromMilliseconds(stalenessMs), steps);

        Prop.ForAll(Arb.From(plans), plan => AddsUpAsync(plan).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(60));
    }

    private static async Task<bool> AddsUpAsync(Plan plan)
    {
        var store = new YieldingStorage(new MemoryGrainStorage(
            new SystemTextJsonGrainStorageSerializer(), new MemoryGrainStorageOptions(), TimeProvider.System));
        var hosts = Enumerable.Range(0, plan.Hosts).Select(_ => EmbeddedHost.Start(grains =>
        {
            grains.Options.StateStaleness = plan.Staleness;
            grains.AddGrain<CounterGrain>().AddGrainStorage("store", _ => store);
        })).ToList();

        await Task.WhenAll(plan.Steps.Select(step => Task.Run(() => IncrementAsync(hosts[step.Host], step))));

        var isExact = true;
        foreach (var key in plan.Steps.GroupBy(step => step.Key))
        {
            foreach (var host in hosts)
            {
                await host.Grain<ICounterGrain>($"{key.Key}").Leave();
                isExact &= await host.Grain<ICounterGrain>($"{key.Key}").Read(CancellationToken.None) == key.Count();
            }
        }

        await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
        return isExact;
    }

    /// <summary>A conflict that outlasts the engine's retries has changed nothing: one may try again.</summary>
    private static async Task IncrementAsync(EmbeddedHost host, Step step)
    {
        for (var pause = 0; pause < step.Pause; pause++)
        {
            await Task.Yield();
        }

        while (true)
        {
            try
            {
                await host.Grain<ICounterGrain>($"{step.Key}").Increment(CancellationToken.None);
                return;
            }
            catch (InconsistentStateException)
            {
            }
        }
    }

    private sealed record Plan(int Hosts, TimeSpan Staleness, Step[] Steps)
    {
        public override string ToString() => $"{Hosts} hosts, {Staleness}: {string.Join<Step>(", ", Steps)}";
    }

    private readonly record struct Step(int Host, int Key, int Pause);
}
