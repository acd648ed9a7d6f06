namespace Sidecar.Contracts;

/// <summary>Who made the block that was answered. Stored by number.</summary>
public enum PayloadSource
{
    /// <summary>The sequencer's own execution client (rollup-boost says L2).</summary>
    Local = 0,

    /// <summary>The external builder.</summary>
    Builder = 1,
}
