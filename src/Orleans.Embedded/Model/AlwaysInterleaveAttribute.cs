namespace Orleans.Concurrency;

/// <summary>Marks an interface method that interleaves with every other call.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
