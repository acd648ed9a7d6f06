namespace Sidecar.Devnet.DemoHa;

/// <summary>What the user sees of a run.</summary>
internal interface IHaDisplay
{
    /// <summary>Shows whatever the work adds while it runs.</summary>
    Task ShowAsync(Func<Task> work);

    void Add(HaBlock block);

    /// <summary>A fault that was made.</summary>
    void Fault(string text);

    /// <summary>Something else that happened.</summary>
    void Note(string text);
}
