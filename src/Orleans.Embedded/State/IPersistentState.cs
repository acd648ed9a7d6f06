using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A state that is injected into a grain's constructor and loaded before the grain is activated.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
