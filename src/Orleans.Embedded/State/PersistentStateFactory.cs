using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>Makes the states for one constructor parameter of a grain class.</summary>
internal abstract class PersistentStateFactory
{
    public required Type ParameterType { get; init; }

    public required string StateName { get; init; }

    public required string StorageName { get; init; }

    public static PersistentStateFactory For(Type parameterType, PersistentStateAttribute attribute)
    {
        var factory = typeof(Typed<>).MakeGenericType(parameterType.GenericTypeArguments);
        return (PersistentStateFactory)Activator.CreateInstance(factory, parameterType, attribute)!;
    }

    public abstract IActivationState Create(GrainId grainId, IGrainStorage storage, TimeProvider time);

    private sealed class Typed<T> : PersistentStateFactory
        where T : new()
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Typed(Type parameterType, PersistentStateAttribute attribute)
        {
            ParameterType = parameterType;
            StateName = attribute.StateName;
            StorageName = attribute.StorageName ?? GrainStorageNames.Default;
        }

        public override IActivationState Create(GrainId grainId, IGrainStorage storage, TimeProvider time) =>
            new PersistentState<T>(StateName, grainId, storage, time);
    }
}
