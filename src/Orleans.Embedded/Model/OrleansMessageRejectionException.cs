namespace Orleans.Runtime;

/// <summary>The call did not reach a grain and may be made again.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
