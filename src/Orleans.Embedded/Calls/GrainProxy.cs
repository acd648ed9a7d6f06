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

    public static object Create(GrainCatalog catalog, GrainInterface contract, GrainClass grainClass, string key)
    {
        var reference = DispatchProxy.Create(contract.Type, typeof(GrainProxy));
        var proxy = (GrainProxy)reference;
        proxy._methods = contract.Methods;
        proxy._catalog = catalog;
        proxy._class = grainClass;
        proxy.GrainId = new GrainId(grainClass.GrainType, IdSpan.Create(key));
        return reference;
    }

    public override bool Equals(object? obj) => obj is GrainProxy other && other.GrainId == GrainId;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _methods[targetMethod!].Call(_catalog!, _class!, GrainId, args ?? []);
}
