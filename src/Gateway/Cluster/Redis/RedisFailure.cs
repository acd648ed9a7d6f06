namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>Why a command has no answer.</summary>
internal enum RedisFailure
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>There is no connection, or it was lost before the answer came.</summary>
    NotConnected,

    /// <summary>The answer did not come in time, or one before it has not.</summary>
    Overdue,

    /// <summary>Redis answered with an error: it is full, read-only, still loading, or the user may not do this.</summary>
    Refused,

    /// <summary>The caller did not wait.</summary>
    Canceled,
}
