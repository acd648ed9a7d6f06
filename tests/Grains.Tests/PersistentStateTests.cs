namespace Sidecar.Grains.Tests;

public sealed class PersistentStateTests
{
    private readonly ScriptedState _stored = new() { State = "before" };

    [Fact]
    public async Task Keep_SameState_WritesNothing()
    {
        await _stored.KeepAsync(_stored.State, CancellationToken.None);

        Assert.Equal(0, _stored.Writes);
    }

    [Fact]
    public async Task Keep_NewState_WritesIt()
    {
        await _stored.KeepAsync("after", CancellationToken.None);

        Assert.Equal((1, "after"), (_stored.Writes, _stored.State));
    }

    [Fact]
    public async Task Keep_WriteFails_LeavesMemoryNotAheadOfTheStore()
    {
        _stored.Failure = new TimeoutException();

        await Assert.ThrowsAsync<TimeoutException>(() => _stored.KeepAsync("after", CancellationToken.None));

        Assert.Equal("before", _stored.State);
    }

    private sealed class ScriptedState : IPersistentState<string>
    {
        public Exception? Failure { get; set; }

        public int Writes { get; private set; }

        public required string State { get; set; }

        public string? Etag => null;

        public bool RecordExists => true;

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task ClearStateAsync() => Task.CompletedTask;

        public Task WriteStateAsync()
        {
            Writes++;
            return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
        }
    }
}
