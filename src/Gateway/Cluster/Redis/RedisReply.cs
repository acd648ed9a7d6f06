namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>What became of a command.</summary>
/// <param name="Failure">Why there is no answer; None if there is.</param>
/// <param name="Value">The answer; default without one.</param>
internal readonly record struct RedisReply<T>(RedisFailure Failure, T? Value)
{
    public static RedisReply<T> Failed(RedisFailure failure) => new(failure, default);
}
