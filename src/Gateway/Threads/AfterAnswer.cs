namespace Sidecar.Gateway.Threads;

/// <summary>What a call sets off and its caller does not wait for: done when the answer has been written.</summary>
/// <remarks>
/// A thread that is woken while local works takes a processor from local, or from the answer on its way back. What is put
/// off is put off for <see cref="DelayMax"/> at most: whoever is about to wait longer does it first. Only on threads that
/// answer callers; everywhere else nothing is put off.
/// </remarks>
internal static class AfterAnswer
{
    /// <summary>Nothing to a builder that gets its block while local executes it; enough for a local that answers at once.</summary>
    public static readonly TimeSpan DelayMax = TimeSpan.FromMilliseconds(2);

    [ThreadStatic]
    private static List<Action>? PutOff;

    [ThreadStatic]
    private static bool IsAnswering;

    /// <summary>Whether something was put off on this thread.</summary>
    public static bool HasWork => PutOff is { Count: > 0 };

    /// <summary>Puts off what this thread is given until <see cref="DoNow"/>.</summary>
    public static void Begin() => IsAnswering = true;

    /// <summary>Does something later if this thread is answering a call, else at once.</summary>
    /// <param name="work">Short, and must not throw.</param>
    public static void Do(Action work)
    {
        if (IsAnswering)
        {
            (PutOff ??= []).Add(work);
        }
        else
        {
            work();
        }
    }

    /// <summary>Does what was put off, and puts nothing off any more until the next <see cref="Begin"/>.</summary>
    public static void DoNow()
    {
        IsAnswering = false;
        if (PutOff is { Count: > 0 } works)
        {
            foreach (var work in works)
            {
                work();
            }

            works.Clear();
        }
    }
}
