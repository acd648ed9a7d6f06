namespace Sidecar.Gateway.Operations;

/// <summary>The last things that operators did. The log keeps them longer, as event 6003.</summary>
internal sealed class AuditLog
{
    /// <summary>Entries kept; the oldest go.</summary>
    public const int EntriesMax = 100;

    private readonly Lock _lock = new();
    private readonly Queue<AuditEntry> _entries = new();

    /// <summary>Raised after an entry was added. Return soon.</summary>
    public event Action<AuditEntry>? Added;

    public void Add(AuditEntry entry)
    {
        lock (_lock)
        {
            _entries.Enqueue(entry);
            if (_entries.Count > EntriesMax)
            {
                _entries.Dequeue();
            }
        }

        Added?.Invoke(entry);
    }

    /// <summary>All entries, newest first.</summary>
    public IReadOnlyList<AuditEntry> Read()
    {
        lock (_lock)
        {
            return [.. _entries.Reverse()];
        }
    }
}
