namespace Sidecar.Chaos.Tests.Faults;

/// <summary>What is to be undone, and in which slot.</summary>
internal sealed class Recoveries
{
    private readonly List<(int Slot, Func<Task> Undo)> _due = [];

    public void Add(int slot, Func<Task> undo) => _due.Add((slot, undo));

    public void Add(int slot, Action undo) => Add(slot, () =>
    {
        undo();
        return Task.CompletedTask;
    });

    /// <summary>Undoes what is due at this slot; every slot before it counts as past.</summary>
    public async Task RunAsync(int slot)
    {
        var now = _due.Where(item => item.Slot <= slot).ToList();
        _due.RemoveAll(item => item.Slot <= slot);
        foreach (var (_, undo) in now)
        {
            await undo();
        }
    }
}
