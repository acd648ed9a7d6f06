using System.Collections.Frozen;
using System.Reflection;

namespace Orleans.Embedded;

/// <summary>A grain interface with its prepared methods and the classes that implement it.</summary>
internal sealed class GrainInterface(Type type, IEnumerable<MethodInfo> methods)
{
    public Type Type => type;

    public FrozenDictionary<MethodInfo, GrainMethod> Methods { get; } =
        methods.ToFrozenDictionary(method => method, GrainMethod.For);

    /// <summary>What references to such grains are copied from.</summary>
    public GrainProxy Prototype => field ??= GrainProxy.PrototypeOf(this);

    public List<GrainClass> Classes { get; } = [];

    /// <summary>The methods of an interface and of all it derives from.</summary>
    public static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetInterfaces().Prepend(type).SelectMany(contract => contract.GetMethods());

    /// <summary>The class that a reference without or with a prefix means.</summary>
    public GrainClass Find(string? prefix)
    {
        if (string.IsNullOrWhiteSpace(prefix))
        {
            return Classes.Count == 1 ? Classes[0] : FindByConvention();
        }

        return FindByPrefix(prefix);
    }

    private GrainClass FindByPrefix(string prefix)
    {
        var candidates = Classes.Where(c => c.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return candidates.Find(candidate => candidate.Type.FullName == prefix)
            ?? (candidates.Count == 1 ? candidates[0] : throw NotOne($" with class name prefix '{prefix}'", candidates));
    }

    /// <summary>Among several classes, <c>IPayloadGrain</c> means <c>PayloadGrain</c>.</summary>
    private GrainClass FindByConvention() =>
        Classes.Find(grainClass => $"I{grainClass.Type.Name}" == type.Name) ?? throw NotOne("", Classes);

    private ArgumentException NotOne(string condition, List<GrainClass> candidates) => new(
        $"One class has to implement {type}{condition}; found: "
        + $"{(candidates.Count == 0 ? "none" : string.Join(", ", candidates.Select(c => c.Type.FullName)))}.");
}
