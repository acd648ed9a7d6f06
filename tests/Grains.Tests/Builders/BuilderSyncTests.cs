using Sidecar.Contracts.Builders;
using Sidecar.Grains.Builders;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Builders;

public sealed class BuilderSyncTests
{
    private readonly BuilderGrainOptions _options = new();
    private BuilderState _state = new();
    private DateTimeOffset _now = Now;

    [Fact]
    public void Sync_OfSeveralGateways_IsTheNewestWordThatSaysSomething()
    {
        See("a", BuilderSyncState.Synced, age: 3);
        See("b", BuilderSyncState.Syncing, age: 2);
        See("c", BuilderSyncState.Unknown, age: 1);

        Assert.Equal(BuilderSyncState.Syncing, View().Sync);
    }

    [Fact]
    public void Sync_LateWordOfTheSameGateway_DoesNotReplaceANewerOne()
    {
        See("a", BuilderSyncState.Synced, age: 1);
        var before = _state;

        See("a", BuilderSyncState.Syncing, age: 2);

        Assert.Same(before, _state);
    }

    [Fact]
    public void Sync_OldWords_DoNotCount()
    {
        See("a", BuilderSyncState.Synced, age: 0);
        Pass(ms: 30_001);

        Assert.Equal(BuilderSyncState.Unknown, View().Sync);
    }

    [Fact]
    public void Sync_WordFromFarInTheFuture_DoesNotStandInTheWay()
    {
        _state = _state with { Sync = [new SyncObservation("a", BuilderSyncState.Unreachable, Now.AddHours(1))] };

        See("a", BuilderSyncState.Synced, age: 0);

        Assert.Equal(BuilderSyncState.Synced, Assert.Single(_state.Sync).State);
    }

    [Fact]
    public void Sync_MoreGatewaysThanAreKept_ForgetsTheOldestWord()
    {
        for (var gateway = 0; gateway < 17; gateway++)
        {
            See($"{gateway}", BuilderSyncState.Synced, age: 20 - gateway);
        }

        Assert.Equal(Enumerable.Range(1, 16).Select(number => $"{number}"), _state.Sync.Select(word => word.GatewayId));
    }

    private void Pass(int ms) => _now = _now.AddMilliseconds(ms);

    private void See(string gateway, BuilderSyncState seen, int age) => _state = BuilderTransitions.ReportSync(
        _state, new SyncObservation(gateway, seen, _now.AddSeconds(-age)), _now, _options);

    private BuilderView View() => BuilderTransitions.View(_state, _now, _options);
}
