using System.Diagnostics;

namespace Sidecar.Gateway.Callers;

/// <summary>What a connection is doing and since when. Written by its own thread, read by the watch.</summary>
internal sealed class CallerProgress(TimeProvider time)
{
    /// <summary>Longer than op-node pauses between two blocks of any chain.</summary>
    public static readonly TimeSpan RestMax = TimeSpan.FromMinutes(5);

    /// <summary>How long a head may take.</summary>
    public static readonly TimeSpan HeadMax = TimeSpan.FromSeconds(30);

    /// <summary>How long a body may take before its rate counts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private const double RequestBytesPerSecondMin = 240;

    /// <summary>A piece of an answer counts once all of it was taken, so this is above what a request's rate is.</summary>
    private const double AnswerBytesPerSecondMin = 4096;

    private readonly Lock _lock = new();
    private int _entries;
    private int _phase;
    private long _since = time.GetTimestamp();
    private long _bytes;

    public CallerPhase Phase => (CallerPhase)Volatile.Read(ref _phase);

    /// <summary>How long the present phase has lasted.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(Volatile.Read(ref _since));

    /// <summary>Begins a phase.</summary>
    public void Enter(CallerPhase phase)
    {
        lock (_lock)
        {
            _entries++;
            Volatile.Write(ref _bytes, 0);
            Volatile.Write(ref _since, time.GetTimestamp());
            Volatile.Write(ref _phase, (int)phase);
        }
    }

    /// <summary>Whether it is in a phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="entry">Stays the same for as long as this phase lasts.</param>
    public bool IsIn(CallerPhase phase, out int entry)
    {
        lock (_lock)
        {
            entry = _entries;
            return Phase == phase;
        }
    }

    /// <summary>Bytes came or went.</summary>
    public void Moved(int bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    /// <summary>Whether the caller is too slow for its phase. The gateway's own work has limits elsewhere.</summary>
    public bool IsOverdue() => IsOverdue(out _);

    /// <summary>Whether the caller is too slow for its phase. The gateway's own work has limits elsewhere.</summary>
    /// <param name="phase">The phase that was looked at, which may be over by now.</param>
    public bool IsOverdue(out CallerPhase phase)
    {
        // The time of one phase and the bytes of the next would say nothing.
        lock (_lock)
        {
            phase = Phase;
            return phase switch
            {
                CallerPhase.Resting => Elapsed > RestMax,
                CallerPhase.ReadingHead => Elapsed > HeadMax,
                CallerPhase.ReadingBody => IsBelow(RequestBytesPerSecondMin, 0),
                CallerPhase.Working => false,
                CallerPhase.Answering => IsBelow(AnswerBytesPerSecondMin, CallerStream.PieceBytes),
                _ => throw new UnreachableException(),
            };
        }
    }

    private bool IsBelow(double bytesPerSecond, int bytesUnderWay) =>
        Elapsed > Grace + TimeSpan.FromSeconds((Volatile.Read(ref _bytes) + bytesUnderWay) / bytesPerSecond);
}
