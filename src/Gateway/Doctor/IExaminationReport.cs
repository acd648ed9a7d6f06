namespace Sidecar.Gateway.Doctor;

/// <summary>Takes findings as they come, one call at a time.</summary>
internal interface IExaminationReport
{
    void Found(ICheck check, Finding finding);

    /// <summary>A check had nothing to go by, because of what an earlier one found.</summary>
    void NotMade(ICheck check);
}
