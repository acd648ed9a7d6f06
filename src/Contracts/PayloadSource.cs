namespace Sidecar.Contracts;

/// <summary>Who made the block that was answered.</summary>
public enum PayloadSource
{
    /// <summary>The sequencer's own execution client (rollup-boost says L2).</summary>
    Local,

    /// <summary>The external builder.</summary>
    Builder,
}
