namespace Orleans.Persistence.Redis;

/// <summary>Redis did not do what was asked: it is away, slow, full, or holds something unreadable.</summary>
/// <remarks>After a failed write the outcome is unknown: it may have been done.</remarks>
public class RedisStorageException : Exception
{
    public RedisStorageException()
    {
    }

    public RedisStorageException(string message)
        : base(message)
    {
    }

    public RedisStorageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
