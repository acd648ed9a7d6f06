namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>The grains of the silo that is there now; every call fails at once while there is none.</summary>
internal sealed class LateGrainFactory(OrleansMember member) : IGrainFactory
{
    private IGrainFactory Now => member.Grains
        ?? throw new SiloUnavailableException("This process is not in the cluster, or Redis is away.");

    public T GetGrain<T>(Guid primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithGuidKey => Now.GetGrain<T>(primaryKey, grainClassNamePrefix);

    public T GetGrain<T>(long primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithIntegerKey => Now.GetGrain<T>(primaryKey, grainClassNamePrefix);

    public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithStringKey => Now.GetGrain<T>(primaryKey, grainClassNamePrefix);

    public T GetGrain<T>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where T : IGrainWithGuidCompoundKey => Now.GetGrain<T>(primaryKey, keyExtension, grainClassNamePrefix);

    public T GetGrain<T>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where T : IGrainWithIntegerCompoundKey => Now.GetGrain<T>(primaryKey, keyExtension, grainClassNamePrefix);

    public T CreateObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => Now.CreateObjectReference<T>(obj);

    public void DeleteObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => Now.DeleteObjectReference<T>(obj);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) =>
        Now.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) =>
        Now.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        Now.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) =>
        Now.GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) =>
        Now.GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public T GetGrain<T>(GrainId grainId)
        where T : IAddressable => Now.GetGrain<T>(grainId);

    public IAddressable GetGrain(GrainId grainId) => Now.GetGrain(grainId);

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) =>
        Now.GetGrain(grainId, interfaceType);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        Now.GetGrain(interfaceType, grainKey, grainClassNamePrefix);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => Now.GetGrain(interfaceType, grainKey);
}
