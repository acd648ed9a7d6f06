using System.Reflection;

namespace Orleans.Embedded;

/// <summary>What the methods of a grain interface have to look like.</summary>
internal static class GrainInterfaceRules
{
    public static IEnumerable<string> Check(Type contract)
    {
        if (contract.ContainsGenericParameters || contract.IsGenericType)
        {
            return [$"{contract}: a grain interface may not be generic."];
        }

        return GrainInterface.MethodsOf(contract).SelectMany(CheckMethod);
    }

    private static IEnumerable<string> CheckMethod(MethodInfo method)
    {
        var name = $"{method.DeclaringType!.Name}.{method.Name}";
        if (method.IsSpecialName || method.IsGenericMethod || method.IsStatic)
        {
            yield return $"{name}: a grain interface has only methods that are neither generic nor static.";
            yield break;
        }

        if (WhyNotReturned(method) is { } reason)
        {
            yield return $"{name}: its result {reason}";
        }

        var parameters = method.GetParameters();
        foreach (var parameter in parameters)
        {
            if (parameter.ParameterType == typeof(CancellationToken))
            {
                if (parameter.Position != parameters.Length - 1)
                {
                    yield return $"{name}: the CancellationToken has to be the last parameter.";
                }
            }
            else if (!parameter.IsDefined(typeof(ImmutableAttribute))
                && MessageTypes.WhyRefused(parameter.ParameterType) is { } refusal)
            {
                yield return $"{name}: parameter '{parameter.Name}' {refusal}";
            }
        }
    }

    private static string? WhyNotReturned(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return null;
        }

        var definition = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        if (definition != typeof(Task<>) && definition != typeof(ValueTask<>))
        {
            return "has to be a Task, Task<T>, ValueTask or ValueTask<T>.";
        }

        var isPromised = method.ReturnParameter.IsDefined(typeof(ImmutableAttribute));
        return isPromised ? null : MessageTypes.WhyRefused(returned.GenericTypeArguments[0]);
    }
}
