using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>What a grain class has to look like.</summary>
internal static class GrainClassRules
{
    private const string Suffix = "grain";

    public static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && typeof(Grain).IsAssignableFrom(type)
        && typeof(IGrainWithStringKey).IsAssignableFrom(type);

    public static IEnumerable<string> Check(Type type, IReadOnlySet<string> storageNames)
    {
        if (!IsGrainClass(type))
        {
            yield return $"{type} has to be a Grain, not abstract, and to have an IGrainWithStringKey interface.";
            yield break;
        }

        if (type.GetConstructors().Length != 1)
        {
            yield return $"{type} needs exactly one public constructor.";
            yield break;
        }

        foreach (var parameter in type.GetConstructors()[0].GetParameters())
        {
            if (CheckParameter(type, parameter, storageNames) is { } error)
            {
                yield return error;
            }
        }
    }

    /// <summary>As Orleans: by attribute, else the class's name in lower case without the suffix "grain".</summary>
    public static GrainType GrainTypeOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } attribute)
        {
            return GrainType.Create(attribute.GrainType);
        }

#pragma warning disable CA1308 // The name is Orleans' and part of storage keys.
        var name = type.Name.ToLowerInvariant();
#pragma warning restore CA1308
        var hasSuffix = name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal);
        return GrainType.Create(hasSuffix ? name[..^Suffix.Length] : name);
    }

    public static GrainClass Prepare(Type type)
    {
        var states = type.GetConstructors()[0].GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)))
            .Select(parameter => PersistentStateFactory.For(
                parameter.ParameterType, parameter.GetCustomAttribute<PersistentStateAttribute>()!));
        return new GrainClass(type, GrainTypeOf(type), type.IsDefined(typeof(ReentrantAttribute)), [.. states]);
    }

    private static string? CheckParameter(Type type, ParameterInfo parameter, IReadOnlySet<string> storageNames)
    {
        var isState = parameter.ParameterType is { IsGenericType: true } generic
            && generic.GetGenericTypeDefinition() == typeof(IPersistentState<>);
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } attribute)
        {
            return isState ? $"{type}: parameter '{parameter.Name}' needs [PersistentState(name, store)]." : null;
        }

        if (!isState)
        {
            return $"{type}: [PersistentState] parameter '{parameter.Name}' has to be an IPersistentState<T>.";
        }

        var state = parameter.ParameterType.GenericTypeArguments[0];
        if (state.IsAbstract || (!state.IsValueType && state.GetConstructor(Type.EmptyTypes) is null))
        {
            return $"{type}: state {state} needs a public constructor without parameters, for when nothing is stored.";
        }

        var storage = attribute.StorageName ?? GrainStorageNames.Default;
        return storageNames.Contains(storage) ? null : $"{type}: no grain storage is named '{storage}'.";
    }
}
