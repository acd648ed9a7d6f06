using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.State;

public sealed class PersistentStateTests
{
    private static readonly GrainId Id = GrainId.Create("type", "key");

    private readonly ScriptedStorage _store = new(new MemoryGrainStorage(
        new SystemTextJsonGrainStorageSerializer(), new MemoryGrainStorageOptions(), TimeProvider.System));

    private readonly PersistentState<CounterState> _state;

    public PersistentStateTests() => _state = new("state", Id, _store, TimeProvider.System);

    [Fact]
    public async Task State_NothingStored_IsNewAndHasNoRecord()
    {
        await _state.ReadStateAsync();

        Assert.Equal(0, _state.State.Value);
        Assert.False(_state.RecordExists);
        Assert.Null(_state.Etag);
    }

    [Fact]
    public async Task Writes_NotAwaited_RunOneAfterTheOther()
    {
        _state.State.Value = 1;
        var first = _state.WriteStateAsync();
        _state.State.Value = 2;
        var second = _state.WriteStateAsync();
        _state.State.Value = 3;

        _store.LetOneThrough();
        await first;
        _store.LetOneThrough();
        await second;

        Assert.Equal([1, 3], _store.Written);
        Assert.False(_state.IsSuspect);
    }

    [Fact]
    public async Task Write_Fails_IsSuspectUntilItIsReadAgain()
    {
        _store.FailNext(new InvalidOperationException("disk on fire"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _state.WriteStateAsync());
        Assert.True(_state.IsSuspect);

        await _state.ReadStateAsync();

        Assert.False(_state.IsSuspect);
    }

    [Fact]
    public async Task Write_OnItsWay_IsSuspect()
    {
        var writing = _state.WriteStateAsync();

        Assert.True(_state.IsSuspect);

        _store.LetOneThrough();
        await writing;
        Assert.False(_state.IsSuspect);
    }
}
