namespace Sidecar.Bench.Blocks;

/// <summary>Whose block it is: the first byte of its hash and of its payload id.</summary>
internal enum BlockMaker : byte
{
    Local = 0xaa,
    Builder = 0xbb,
}
