using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests;

/// <summary>What happened in the grains, in order, and gates at which their calls wait for the test.</summary>
public sealed class Stage
{
    private readonly ConcurrentQueue<string> _events = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _entered = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public IReadOnlyList<string> Events => [.. _events];

    public void Note(string what) => _events.Enqueue(what);

    /// <summary>Notes the entry, waits for <see cref="Open"/> and notes the exit.</summary>
    public async Task PassAsync(string name, CancellationToken cancellationToken = default)
    {
        Note($"+{name}");
        Source(_entered, name).TrySetResult();
        await Source(_gates, name).Task.WaitAsync(cancellationToken);
        Note($"-{name}");
    }

    public Task Entered(string name) => Source(_entered, name).Task.WaitAsync(Patience.Default);

    public void Open(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Source(_gates, name).TrySetResult();
        }
    }

    private static TaskCompletionSource Source(
        ConcurrentDictionary<string, TaskCompletionSource> sources, string name) =>
        sources.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
