using Orleans.Embedded.Tests.Storage;
using Orleans.Persistence;
using Orleans.Persistence.Redis;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Redis;

[Trait("Category", "Redis")]
public sealed class RedisGrainStorageTests(RedisFixture redis)
    : GrainStorageContract, IClassFixture<RedisFixture>, IAsyncLifetime
{
    private readonly List<RedisGrainStorage> _made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var storage in _made)
        {
            await storage.DisposeAsync();
        }
    }

    [Fact]
    public async Task Write_SeenByRedis_IsWhatOrleansWrites()
    {
        var id = GrainId.Create("payload", "10/0x0000000000000001");
        var state = new GrainState<CounterState>(new CounterState { Value = 7 });

        await Create().WriteStateAsync("build", id, state);

        var key = "wire/state/payload/10/0x0000000000000001/build";
        Assert.Equal("hash", (await redis.Server.AskAsync("TYPE", key))[0]);
        Assert.Equal(["2"], await redis.Server.AskAsync("HLEN", key));
        Assert.Equal([state.ETag!], await redis.Server.AskAsync("HGET", key, "etag"));
        Assert.Equal(["""{"Value":7}"""], await redis.Server.AskAsync("HGET", key, "data"));
        Assert.Equal(["-1"], await redis.Server.AskAsync("TTL", key));
    }

    [Fact]
    public async Task Clear_SeenByRedis_IsWhatOrleansWrites()
    {
        var id = GrainId.Create("payload", "cleared");
        var storage = Create();
        var state = new GrainState<CounterState>(new CounterState { Value = 7 });
        await storage.WriteStateAsync("build", id, state);

        await storage.ClearStateAsync("build", id, state);

        var key = "wire/state/payload/cleared/build";
        Assert.Equal([state.ETag!], await redis.Server.AskAsync("HGET", key, "etag"));
        Assert.Equal(["0"], await redis.Server.AskAsync("HSTRLEN", key, "data"));
        await Create(deleteOnClear: true).ClearStateAsync("build", id, state);
        Assert.Equal(["0"], await redis.Server.AskAsync("EXISTS", key));
    }

    [Fact]
    public async Task Read_WrittenByOrleans_IsUnderstood()
    {
        var etag = "00112233445566778899aabbccddeeff";
        await redis.Server.AskAsync(
            "HSET", "wire/state/payload/theirs/build", "etag", etag, "data", """{"Value":3,"Note":"n","Newer":[1]}""");
        var state = new GrainState<CounterState>();

        await Create().ReadStateAsync("build", GrainId.Create("payload", "theirs"), state);

        Assert.Equal((3, "n", etag, true), (state.State!.Value, state.State.Note, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task Read_Unreadable_FailsWithTheKeyAndNotTheData()
    {
        await redis.Server.AskAsync("HSET", "wire/state/payload/broken/build", "etag", "e", "data", "{secret");

        var failure = await Assert.ThrowsAsync<RedisStorageException>(() => Create().ReadStateAsync(
            "build", GrainId.Create("payload", "broken"), new GrainState<CounterState>()));

        Assert.Contains("wire/state/payload/broken/build", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("{secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WithExpiry_RenewsItInWholeSeconds()
    {
        var id = GrainId.Create("payload", "expiring");
        var storage = Create(new RedisStorageOptions { EntryExpiry = TimeSpan.FromSeconds(99.2) });
        var state = new GrainState<CounterState>(new CounterState());
        await storage.WriteStateAsync("build", id, state);
        await redis.Server.AskAsync("EXPIRE", "wire/state/payload/expiring/build", "5");

        await storage.WriteStateAsync("build", id, state);

        Assert.InRange(int.Parse((await redis.Server.AskAsync("TTL", "wire/state/payload/expiring/build"))[0]), 98, 100);
    }

    protected override IGrainStorage Create(bool deleteOnClear = false) =>
        Create(new RedisStorageOptions { DeleteStateOnClear = deleteOnClear });

    private RedisGrainStorage Create(RedisStorageOptions options)
    {
        redis.Configure(options);
        var storage = new RedisGrainStorage(
            options, "wire", new SystemTextJsonGrainStorageSerializer(), TimeProvider.System);
        _made.Add(storage);
        return storage;
    }
}
