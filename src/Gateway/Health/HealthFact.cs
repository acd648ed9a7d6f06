namespace Sidecar.Gateway.Health;

/// <summary>One thing that a verdict rests on.</summary>
/// <param name="Name">Dotted name.</param>
/// <param name="Value">Its value as text.</param>
/// <param name="AgeSeconds">How long ago it was learnt; null if that means nothing for it.</param>
internal readonly record struct HealthFact(string Name, string Value, double? AgeSeconds);
