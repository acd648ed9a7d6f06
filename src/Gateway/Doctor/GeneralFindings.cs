namespace Sidecar.Gateway.Doctor;

/// <summary>What can be found in any check.</summary>
internal static class GeneralFindings
{
    /// <summary>A check did not end in its time.</summary>
    public static readonly FindingKind Late = FindingKind.Error("check.late");

    /// <summary>Our own code broke.</summary>
    public static readonly FindingKind Broke = FindingKind.Error("check.broke");
}
