namespace Sidecar.TestKit;

/// <summary>Signals by their Linux numbers.</summary>
public enum ProcessSignal
{
    None = 0,

    /// <summary>Ctrl-C.</summary>
    Interrupt = 2,

    Kill = 9,

    Terminate = 15,

    /// <summary>Goes on after <see cref="Stop"/>.</summary>
    Continue = 18,

    /// <summary>Freezes the process: it keeps its connections and answers nothing.</summary>
    Stop = 19,
}
