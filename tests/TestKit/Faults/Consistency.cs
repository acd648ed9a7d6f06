namespace Sidecar.TestKit;

/// <summary>How well a lie about a payload hangs together.</summary>
public enum Consistency
{
    /// <summary>Nothing is recomputed: the block hash gives the lie away.</summary>
    AsIs,

    /// <summary>The block hash fits; execution gives away whatever changes the roots or the gas.</summary>
    BlockHash,

    /// <summary>Roots, gas and hash fit: a valid block, only not the one that was asked for.</summary>
    WholeBlock,
}
