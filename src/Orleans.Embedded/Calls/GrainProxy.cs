using System.Collections.Frozen;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A reference to a grain: turns the calls on its interface into calls to the mailbox.</summary>
/// <remarks>Not sealed, because <see cref="DispatchProxy"/> derives the interface's implementation from it.</remarks>
internal class GrainProxy : DispatchProxy
{
    private FrozenDictionary<MethodInfo, GrainMethod> _methods = FrozenDictionary<MethodInfo, GrainMethod>.Empty;
    private GrainCatalog? _catalog;
    private GrainClass? _class;

    public GrainId GrainId { get; private set; }

    /// <summary>A reference to no grain yet, from which those of its interface are copied.</summary>
    /// <remarks>To make one takes reflection, which a call on the way of a block should not pay for each time.</remarks>
    public static GrainProxy PrototypeOf(GrainInterface contract)
    {
        var prototype = (GrainProxy)DispatchProxy.Create(contract.Type, typeof(GrainProxy));
        prototype._methods = contract.Methods;
        return prototype;
    }

    /// <summary>A reference to a grain, with the same interface as this one.</summary>
    public object To(GrainCatalog catalog, GrainClass grainClass, string key)
    {
        var reference = (GrainProxy)MemberwiseClone();
        reference._catalog = catalog;
        reference._class = grainClass;
        reference.GrainId = new GrainId(grainClass.GrainType, IdSpan.Create(key));
        return reference;
    }

    public override bool Equals(object? obj) => obj is GrainProxy other && other.GrainId == GrainId;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _methods[targetMethod!].Call(_catalog!, _class!, GrainId, args ?? []);
}
