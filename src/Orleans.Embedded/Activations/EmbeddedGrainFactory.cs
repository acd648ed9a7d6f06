namespace Orleans.Embedded;

/// <summary>Makes references to the grains of this process.</summary>
internal sealed class EmbeddedGrainFactory(GrainCatalog catalog, GrainRegistry registry) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var (contract, grainClass) = registry.Find(typeof(TGrainInterface), grainClassNamePrefix);
        return (TGrainInterface)contract.Prototype.To(catalog, grainClass, primaryKey);
    }
}
