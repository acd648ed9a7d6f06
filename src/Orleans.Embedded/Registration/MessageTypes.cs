using System.Reflection;

namespace Orleans.Embedded;

/// <summary>Which types may pass between a caller and a grain: those that need no copy.</summary>
/// <remarks>
/// Orleans copies what it cannot prove immutable. Here caller and grain would share it, so it is refused at
/// registration.
/// </remarks>
internal static class MessageTypes
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(Uri), typeof(Version), typeof(Nothing),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Int128), typeof(UInt128), typeof(Half), typeof(System.Numerics.BigInteger), typeof(System.Net.IPAddress),
    ];

    /// <summary>The reason, to follow the name of what has the type; null when it may pass.</summary>
    public static string? WhyRefused(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || Plain.Contains(type) || typeof(IGrain).IsAssignableFrom(type))
        {
            return null;
        }

        if (type.IsByRef || type.IsPointer || type.IsByRefLike)
        {
            return $"of type {type} is passed by reference.";
        }

        var isFramework = type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;
        if (!isFramework && !type.IsArray && !type.IsDefined(typeof(GenerateSerializerAttribute)))
        {
            return $"of type {type} needs [GenerateSerializer], without which Orleans cannot send it.";
        }

        if (type.IsDefined(typeof(ImmutableAttribute)))
        {
            return null;
        }

        return IsSafe(type) ? null
            : $"of type {type} is neither [Immutable] nor made of immutable parts, and this engine does not copy.";
    }

    private static bool IsSafe(Type type)
    {
        if (type.Namespace == "System.Collections.Immutable")
        {
            return type.GenericTypeArguments.All(argument => WhyRefused(argument) is null);
        }

        // A struct travels by value: it is as safe as its fields are.
        return type.IsValueType && type
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .All(field => WhyRefused(field.FieldType) is null);
    }
}
