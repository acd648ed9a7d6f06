using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>One state of one activation.</summary>
/// <remarks>
/// Belongs to the activation's scheduler, as the grain does. Operations that overlap because the grain did not await
/// them run one after the other; a write stores the state as it is when the write begins.
/// </remarks>
internal sealed class PersistentState<T>(
    string stateName, GrainId grainId, IGrainStorage storage, TimeProvider time) : IPersistentState<T>, IActivationState
    where T : new()
{
    private readonly GrainState<T> _state = new(new T());
    private Task _last = Task.CompletedTask;

    public T State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public bool IsSuspect { get; private set; }

    public long SyncedAt { get; private set; }

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => RunInOrder(ReadAsync, cancellationToken);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) => RunInOrder(WriteAsync, cancellationToken);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) => RunInOrder(ClearAsync, cancellationToken);

    public Task LoadAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public async ValueTask<bool> IsNewestAsync(CancellationToken cancellationToken)
    {
        if (storage is not ISharedGrainStorage shared)
        {
            return true;
        }

        var sentAt = time.GetTimestamp();
        var known = _state.ETag;
        var stored = await shared.ReadEtagAsync(stateName, grainId, cancellationToken);
        if (!string.Equals(stored ?? "", known ?? "", StringComparison.Ordinal))
        {
            return false;
        }

        SyncedAt = Math.Max(SyncedAt, sentAt);
        return true;
    }

    private Task RunInOrder(Func<CancellationToken, Task> operation, CancellationToken cancellationToken) =>
        _last = RunAfterAsync(_last, operation, cancellationToken);

    private static async Task RunAfterAsync(
        Task previous, Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        await previous.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await operation(cancellationToken);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var sentAt = time.GetTimestamp();
        await storage.ReadStateAsync(stateName, grainId, _state, cancellationToken);
        SyncedAt = sentAt;
        IsSuspect = false;
    }

    private Task WriteAsync(CancellationToken cancellationToken) =>
        ChangeAsync(storage.WriteStateAsync, cancellationToken);

    private Task ClearAsync(CancellationToken cancellationToken) =>
        ChangeAsync(storage.ClearStateAsync, cancellationToken);

    private async Task ChangeAsync(
        Func<string, GrainId, IGrainState<T>, CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        // Suspect from the start: a call that does not wait for its write must not leave an unchecked state behind.
        var sentAt = time.GetTimestamp();
        IsSuspect = true;
        await change(stateName, grainId, _state, cancellationToken);
        SyncedAt = sentAt;
        IsSuspect = false;
    }
}
