namespace Sidecar.Gateway.Doctor;

/// <summary>How long the doctor waits. Together they bound the whole: a group ends with its first check that is late.</summary>
internal static class DoctorLimits
{
    /// <summary>Longest wait for one answer. 3 s: what takes longer is no use to a chain with blocks of one or two.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(3);

    /// <summary>Longest wait for the answer to a large body, on a line of 5 Mbit/s.</summary>
    public static readonly TimeSpan LargeCall = TimeSpan.FromSeconds(10);

    /// <summary>Longest check, whatever it waits for.</summary>
    public static readonly TimeSpan Check = TimeSpan.FromSeconds(12);
}
