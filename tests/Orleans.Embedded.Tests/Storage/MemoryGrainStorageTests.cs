using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Storage;

public sealed class MemoryGrainStorageTests : GrainStorageContract
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task State_NotWrittenForTheExpiry_IsGone()
    {
        var storage = Create(new MemoryGrainStorageOptions { EntryExpiry = TimeSpan.FromMinutes(10) });
        var state = new GrainState<CounterState>(new CounterState { Value = 1 });
        await storage.WriteStateAsync("s", Key("a"), state);
        _time.Advance(TimeSpan.FromMinutes(9));
        await storage.WriteStateAsync("s", Key("a"), state);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.True((await ReadAsync(storage, "a")).RecordExists);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False((await ReadAsync(storage, "a")).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", Key("a"), state));
    }

    [Fact]
    public async Task Entries_Expired_MakeRoom()
    {
        var storage = Create(new MemoryGrainStorageOptions { EntryExpiry = TimeSpan.FromMinutes(1) });
        for (var n = 0; n < 1000; n++)
        {
            await storage.WriteStateAsync("s", Key($"{n}"), new GrainState<CounterState>(new CounterState()));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(storage.Count, 59, 121);
    }

    [Fact]
    public async Task Write_StoreIsFull_FailsForNewStatesOnly()
    {
        var storage = Create(new MemoryGrainStorageOptions { MaxEntries = 1 });
        var state = new GrainState<CounterState>(new CounterState());
        await storage.WriteStateAsync("s", Key("a"), state);

        await Assert.ThrowsAsync<LimitExceededException>(
            () => storage.WriteStateAsync("s", Key("b"), new GrainState<CounterState>(new CounterState())));

        await storage.WriteStateAsync("s", Key("a"), state);
    }

    protected override IGrainStorage Create(bool deleteOnClear = false) =>
        Create(new MemoryGrainStorageOptions { DeleteStateOnClear = deleteOnClear });

    private static GrainId Key(string key) => GrainId.Create("type", key);

    private static async Task<GrainState<CounterState>> ReadAsync(MemoryGrainStorage storage, string key)
    {
        var state = new GrainState<CounterState>();
        await storage.ReadStateAsync("s", Key(key), state);
        return state;
    }

    private MemoryGrainStorage Create(MemoryGrainStorageOptions options) =>
        new(new SystemTextJsonGrainStorageSerializer(), options, _time);
}
