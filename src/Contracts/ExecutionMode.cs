namespace Sidecar.Contracts;

/// <summary>How far an operator lets the builder go. The words are rollup-boost's. Stored by number.</summary>
public enum ExecutionMode
{
    /// <summary>The builder is asked and its block is answered when it is valid.</summary>
    Enabled = 0,

    /// <summary>The builder is asked and its block is validated, but the local block is answered.</summary>
    DryRun = 1,

    /// <summary>The builder is not contacted on the Engine API at all.</summary>
    Disabled = 2,
}
