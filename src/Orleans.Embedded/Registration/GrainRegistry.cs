using System.Collections.Frozen;

namespace Orleans.Embedded;

/// <summary>All grain classes and interfaces of a process, checked when it is made.</summary>
internal sealed class GrainRegistry
{
    private readonly FrozenDictionary<Type, GrainInterface> _interfaces;

    private GrainRegistry(Dictionary<Type, GrainInterface> interfaces) => _interfaces = interfaces.ToFrozenDictionary();

    /// <summary>Reads the classes.</summary>
    /// <exception cref="InvalidOperationException">Some cannot be hosted; the message lists all.</exception>
    public static GrainRegistry Read(IEnumerable<Type> classes, IReadOnlySet<string> storageNames)
    {
        var errors = new List<string>();
        var interfaces = new Dictionary<Type, GrainInterface>();
        var grainTypes = new Dictionary<Runtime.GrainType, Type>();
        foreach (var type in classes)
        {
            var contracts = ContractsOf(type).ToList();
            var before = errors.Count;
            errors.AddRange(GrainClassRules.Check(type, storageNames));
            errors.AddRange(contracts.Where(c => !interfaces.ContainsKey(c)).SelectMany(GrainInterfaceRules.Check));
            if (!grainTypes.TryAdd(GrainClassRules.GrainTypeOf(type), type))
            {
                errors.Add($"{type} and {grainTypes[GrainClassRules.GrainTypeOf(type)]} have the same grain type.");
            }

            if (errors.Count == before)
            {
                Add(interfaces, contracts, GrainClassRules.Prepare(type));
            }
        }

        return errors.Count == 0 ? new GrainRegistry(interfaces) : throw new InvalidOperationException(
            string.Join(Environment.NewLine, errors.Distinct().Prepend("These grains cannot be hosted:")));
    }

    /// <summary>The interface and the class that a reference means.</summary>
    /// <exception cref="ArgumentException">No class, or more than one.</exception>
    public (GrainInterface Contract, GrainClass Class) Find(Type type, string? prefix) =>
        _interfaces.TryGetValue(type, out var contract)
            ? (contract, contract.Find(prefix))
            : throw new ArgumentException($"Could not find an implementation for interface {type}.");

    private static IEnumerable<Type> ContractsOf(Type type) => type.GetInterfaces().Where(contract =>
        typeof(IGrainWithStringKey).IsAssignableFrom(contract) && contract != typeof(IGrainWithStringKey));

    private static void Add(Dictionary<Type, GrainInterface> interfaces, List<Type> contracts, GrainClass grainClass)
    {
        foreach (var contract in contracts)
        {
            if (!interfaces.TryGetValue(contract, out var known))
            {
                interfaces[contract] = known = new GrainInterface(contract, GrainInterface.MethodsOf(contract));
            }

            known.Classes.Add(grainClass);
        }
    }
}
