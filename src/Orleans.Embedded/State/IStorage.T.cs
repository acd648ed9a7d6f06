namespace Orleans.Core;

/// <summary>One stored state of a grain, with its value in memory.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
