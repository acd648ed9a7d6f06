using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A method with a result of type <typeparamref name="T"/>; <see cref="Nothing"/> is none.</summary>
internal sealed class GrainMethod<T>(MethodInfo method) : GrainMethod(method)
{
    private readonly Func<Task<T>, object> _wrap = WrapperFor(method.ReturnType);

    public override object Call(GrainCatalog catalog, GrainClass grainClass, in GrainId id, object?[] arguments)
    {
        var token = TokenIn(arguments);
        if (token.IsCancellationRequested)
        {
            return _wrap(Task.FromCanceled<T>(token));
        }

        var call = new GrainCall<T>(this, arguments, catalog.Now, token);
        try
        {
            catalog.Post(grainClass, id, call);
        }
        catch (Exception refusal) when (refusal is OrleansException or InvalidOperationException)
        {
            // A caller expects failures in the task, whether they come from here or from the grain.
            return _wrap(Task.FromException<T>(refusal));
        }

        call.ObserveToken();
        return _wrap(call.Answered);
    }

    private static Func<Task<T>, object> WrapperFor(Type returned)
    {
        if (returned == typeof(ValueTask))
        {
            return static task => new ValueTask(task);
        }

        return returned.IsValueType ? static task => new ValueTask<T>(task) : static task => task;
    }
}
