namespace Orleans.Embedded.Tests;

[GenerateSerializer, Immutable, Alias("CounterSnapshot")]
public sealed record CounterSnapshot(
    [property: Id(0)] int Value, [property: Id(1)] string? Etag, [property: Id(2)] bool Exists);
