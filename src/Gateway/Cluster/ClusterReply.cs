namespace Sidecar.Gateway.Cluster;

/// <summary>What came of a call to a grain.</summary>
/// <param name="HasAnswer">Whether the grain answered in time.</param>
/// <param name="Value">Its answer.</param>
internal readonly record struct ClusterReply<T>(bool HasAnswer, T? Value)
{
    public static ClusterReply<T> None => default;
}
