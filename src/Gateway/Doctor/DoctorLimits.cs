namespace Sidecar.Gateway.Doctor;

/// <summary>
/// How long the doctor waits. Together they bound the whole: a group ends with its first check that is late.
/// </summary>
internal static class DoctorLimits
{
    /// <summary>
    /// Longest wait for one answer. 5 s: what takes longer is of no use to any chain, and a machine that is just starting
    /// everything at once gets its chance.
    /// </summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the answer to a large body, on a line of 5 Mbit/s.</summary>
    public static readonly TimeSpan LargeCall = TimeSpan.FromSeconds(10);

    /// <summary>Longest check, whatever it waits for.</summary>
    public static readonly TimeSpan Check = TimeSpan.FromSeconds(12);
}
