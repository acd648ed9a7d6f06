namespace Orleans.Embedded.Tests.Registration;

public sealed record Unmarked(int Value);
