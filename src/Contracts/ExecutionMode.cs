namespace Sidecar.Contracts;

/// <summary>How far an operator lets the builder go. The words are rollup-boost's.</summary>
public enum ExecutionMode
{
    /// <summary>The builder is asked and its block is answered when it is valid.</summary>
    Enabled,

    /// <summary>The builder is asked and its block is validated, but the local block is answered.</summary>
    DryRun,

    /// <summary>The builder is not contacted on the Engine API at all.</summary>
    Disabled,
}
