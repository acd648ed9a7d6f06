namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>Redis did not do what was asked for.</summary>
internal sealed class RedisUnavailableException(string message) : Exception(message);
