using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>One method of a grain interface, prepared for cheap calls.</summary>
internal abstract class GrainMethod
{
    private readonly Func<object, object?[], Task> _invoke;
    private readonly int _tokenIndex;

    protected GrainMethod(MethodInfo method)
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        IsAlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        _tokenIndex = Array.FindIndex(method.GetParameters(), p => p.ParameterType == typeof(CancellationToken));
        _invoke = Compile(method);
    }

    public string Name { get; }

    public bool IsReadOnly { get; }

    public bool IsAlwaysInterleave { get; }

    public static GrainMethod For(MethodInfo method)
    {
        var returned = method.ReturnType;
        var result = returned.IsGenericType ? returned.GenericTypeArguments[0] : typeof(Nothing);
        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(result), method)!;
    }

    /// <summary>Makes the call through the catalog; what it returns has the method's return type.</summary>
    public abstract object Call(GrainCatalog catalog, GrainClass grainClass, in GrainId id, object?[] arguments);

    /// <summary>Runs the method on a grain; with a result, the task is a <see cref="Task{TResult}"/>.</summary>
    public Task Invoke(Grain grain, object?[] arguments) => _invoke(grain, arguments);

    protected CancellationToken TokenIn(object?[] arguments) =>
        _tokenIndex < 0 ? CancellationToken.None : (CancellationToken)arguments[_tokenIndex]!;

    private static Func<object, object?[], Task> Compile(MethodInfo method)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var values = method.GetParameters().Select((parameter, index) =>
            Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        Expression call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, values);
        if (method.ReturnType.IsValueType)
        {
            call = Expression.Call(call, nameof(ValueTask.AsTask), null);
        }

        return Expression.Lambda<Func<object, object?[], Task>>(call, grain, arguments).Compile();
    }
}
