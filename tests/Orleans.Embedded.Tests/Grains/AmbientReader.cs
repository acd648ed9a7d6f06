namespace Orleans.Embedded.Tests;

[GenerateSerializer, Immutable]
public sealed record AmbientReader(Func<string?> Read);
