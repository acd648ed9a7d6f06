namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>What came is no HTTP.</summary>
internal sealed class HttpTextException(string message) : Exception(message);
