namespace Sidecar.Bench.Results;

/// <summary>How a ratio stands to its goal.</summary>
internal enum Verdict
{
    /// <summary>Nobody set a goal.</summary>
    NoGoal,

    /// <summary>The two equal nginx differed too much in every run: nothing can be said.</summary>
    Void,

    Missed,

    Must,

    Aim,

    Stretch,
}
