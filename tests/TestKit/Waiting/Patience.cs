namespace Sidecar.TestKit;

/// <summary>How long a wait lasts before a test is declared failed.</summary>
public static class Patience
{
    /// <summary>
    /// Ten seconds: far above anything that happens on loopback, so reaching it is a failure, not a slow machine.
    /// </summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(10);
}
