namespace Orleans.Runtime;

/// <summary>Names the state and the store behind an <see cref="IPersistentState{TState}"/> parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    /// <summary>Null is the store named <c>Default</c>.</summary>
    public string? StorageName { get; } = storageName;
}
