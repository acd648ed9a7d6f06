namespace Orleans.Concurrency;

/// <summary>Marks an interface method that changes nothing: such calls interleave with each other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
