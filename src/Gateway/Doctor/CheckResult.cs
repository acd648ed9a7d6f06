namespace Sidecar.Gateway.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Findings">Nothing if what it needs was not to be had; the check then counts as not made.</param>
/// <param name="MayGoOn">Whether the checks after it in its group make sense.</param>
internal sealed record CheckResult(IReadOnlyList<Finding> Findings, bool MayGoOn = true)
{
    /// <summary>What it needs was not to be had.</summary>
    public static readonly CheckResult NotMade = new([]);

    public static CheckResult Of(Finding finding) => new([finding]);

    /// <summary>The last result of its group.</summary>
    public static CheckResult Last(params IReadOnlyList<Finding> findings) => new(findings, MayGoOn: false);
}
