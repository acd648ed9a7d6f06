namespace Sidecar.Bench.Results;

/// <summary>A goal that is not a case's.</summary>
/// <param name="Text">What is limited.</param>
/// <param name="Limit">By how much.</param>
/// <param name="Measured">What it was.</param>
/// <param name="IsLeast">Whether the limit is the least that is good enough, not the most.</param>
internal sealed record OtherGoal(string Text, double Limit, double Measured, bool IsLeast = false)
{
    public bool IsMet => IsLeast ? Measured >= Limit : Measured <= Limit;
}
