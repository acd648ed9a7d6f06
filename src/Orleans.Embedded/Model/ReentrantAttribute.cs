namespace Orleans.Concurrency;

/// <summary>Marks a grain class all calls of which interleave.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
