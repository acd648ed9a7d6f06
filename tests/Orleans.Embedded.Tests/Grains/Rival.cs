namespace Orleans.Embedded.Tests;

[GenerateSerializer, Immutable]
public sealed record Rival([property: Id(0)] ICounterGrain Counter);
