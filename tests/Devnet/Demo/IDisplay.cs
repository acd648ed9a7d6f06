namespace Sidecar.Devnet.Demo;

/// <summary>What the user sees of a run.</summary>
internal interface IDisplay
{
    /// <summary>Shows whatever the work adds while it runs.</summary>
    Task ShowAsync(Func<Task> work);

    void Add(BlockReport block);

    /// <summary>Something that happened between two blocks.</summary>
    void Note(string text);
}
