namespace Orleans;

/// <summary>Makes references to grains; making one neither checks nor activates the grain.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with that key.</summary>
    /// <param name="primaryKey">The grain's key; not empty.</param>
    /// <param name="grainClassNamePrefix">
    /// What the full name of the grain's class begins with, where several classes implement the interface.
    /// </param>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}
