using Orleans.Storage;

namespace Orleans.Embedded.Tests.Storage;

/// <summary>What holds for every store.</summary>
public abstract class GrainStorageContract
{
    private readonly GrainId _id = GrainId.Create("contract", Guid.NewGuid().ToString());

    [Fact]
    public async Task Read_NothingStored_GivesANewStateWithoutEtag()
    {
        var state = await ReadAsync(Create());

        Assert.Equal(0, state.State!.Value);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task Read_AfterAWrite_GivesAnEqualCopyWithItsEtag()
    {
        var storage = Create();
        var written = new GrainState<CounterState>(new CounterState { Value = 7, Note = "Ünïcode \"quoted\"" });
        await storage.WriteStateAsync("s", _id, written);

        var read = await ReadAsync(storage);

        Assert.NotSame(written.State, read.State);
        Assert.Equal((7, "Ünïcode \"quoted\""), (read.State!.Value, read.State.Note));
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Matches("^[0-9a-f]{32}$", read.ETag);
    }

    [Fact]
    public async Task Write_EachTime_ChangesTheEtag()
    {
        var storage = Create();
        var state = new GrainState<CounterState>(new CounterState());
        var etags = new List<string?>();
        for (var n = 0; n < 3; n++)
        {
            await storage.WriteStateAsync("s", _id, state);
            etags.Add(state.ETag);
        }

        Assert.Equal(3, etags.Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Write_FirstWithAMissingOrEmptyEtag_Stores(string? etag)
    {
        var storage = Create();

        await storage.WriteStateAsync("s", _id, new GrainState<CounterState>(new CounterState { Value = 1 }, etag));

        Assert.Equal(1, (await ReadAsync(storage)).State!.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task WriteAndClear_OtherEtagStored_ConflictAndChangeNothing(string? etag)
    {
        var storage = Create();
        await storage.WriteStateAsync("s", _id, new GrainState<CounterState>(new CounterState { Value = 1 }));
        var late = new GrainState<CounterState>(new CounterState { Value = 2 }, etag);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", _id, late));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("s", _id, late));

        Assert.Equal(1, (await ReadAsync(storage)).State!.Value);
        Assert.Equal(etag, late.ETag);
    }

    [Fact]
    public async Task Write_EtagOfAStateThatIsGone_Conflicts()
    {
        var state = new GrainState<CounterState>(new CounterState(), "0123456789abcdef0123456789abcdef");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Create().WriteStateAsync("s", _id, state));
    }

    [Fact]
    public async Task Clear_Stored_LeavesAnEmptyRecordWithANewEtag()
    {
        var storage = Create();
        var state = new GrainState<CounterState>(new CounterState { Value = 1 });
        await storage.WriteStateAsync("s", _id, state);
        var before = state.ETag;

        await storage.ClearStateAsync("s", _id, state);

        var read = await ReadAsync(storage);
        Assert.Equal((0, false), (read.State!.Value, read.RecordExists));
        Assert.Equal(state.ETag, read.ETag);
        Assert.NotEqual(before, read.ETag);
        await storage.WriteStateAsync("s", _id, read);
    }

    [Fact]
    public async Task Clear_DeletingStore_LeavesNothing()
    {
        var storage = Create(deleteOnClear: true);
        var state = new GrainState<CounterState>(new CounterState { Value = 1 });
        await storage.WriteStateAsync("s", _id, state);

        await storage.ClearStateAsync("s", _id, state);

        Assert.Null(state.ETag);
        Assert.Null((await ReadAsync(storage)).ETag);
        await storage.WriteStateAsync("s", _id, state);
    }

    [Fact]
    public async Task States_OtherNameOrGrain_AreApart()
    {
        var storage = Create();
        await storage.WriteStateAsync("s", _id, new GrainState<CounterState>(new CounterState { Value = 1 }));

        var otherName = new GrainState<CounterState>();
        await storage.ReadStateAsync("t", _id, otherName);
        var otherGrain = new GrainState<CounterState>();
        await storage.ReadStateAsync("s", GrainId.Create("contract", "other"), otherGrain);

        Assert.False(otherName.RecordExists);
        Assert.False(otherGrain.RecordExists);
    }

    [Fact]
    public async Task ReadEtag_StoredOrNot_IsWhatAReadGives()
    {
        var storage = Create();
        var shared = (ISharedGrainStorage)storage;
        Assert.Null(await shared.ReadEtagAsync("s", _id, CancellationToken.None));
        var state = new GrainState<CounterState>(new CounterState());
        await storage.WriteStateAsync("s", _id, state);

        Assert.Equal(state.ETag, await shared.ReadEtagAsync("s", _id, CancellationToken.None));
    }

    protected abstract IGrainStorage Create(bool deleteOnClear = false);

    private async Task<GrainState<CounterState>> ReadAsync(IGrainStorage storage)
    {
        var state = new GrainState<CounterState>();
        await storage.ReadStateAsync("s", _id, state);
        return state;
    }
}
