using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>Waits on threads that may block: those of callers' connections.</summary>
/// <remarks>
/// Over a <see cref="BlockingStream"/> everything is over when the call returns, and nothing is waited for here. With TLS,
/// or when there is no connection free, the thread sleeps until another one brings the result.
/// </remarks>
internal static class Blocking
{
    public static T Wait<T>(ValueTask<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();

    public static void Wait(ValueTask task)
    {
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
            return;
        }

        task.AsTask().GetAwaiter().GetResult();
    }
}
