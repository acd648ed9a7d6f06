namespace Orleans.Runtime;

/// <summary>A queue, the activations or a store are full; the message says which and how full.</summary>
public sealed class LimitExceededException : OrleansException
{
    public LimitExceededException()
        : this("A limit is exceeded.")
    {
    }

    public LimitExceededException(string message)
        : base(message)
    {
    }

    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
